Feature: Update longRunningOperation
  An industry data service keeps a record of each operation it carries on with in the background.
  A client can change the record, and what the page documents is what it gets.

  Background:
    Given the API page "api/longrunningoperation-update.md"
    And an existing longRunningOperation

  Rule: What the page documents is what happens

    Scenario: The documented example
      When the documented request is sent
      Then the response is the documented one
      And the body includes what was sent
      And nothing else has changed

    Scenario: The documented answer, promise by promise
      When the documented request is sent
      Then the status is 200
      And the header "Content-Type" is "application/json"
      And the body has the documented shape
      And the property "status" is one of its documented values
      And the property "createdDateTime" is a timestamp
      And the property "lastActionDateTime" is a timestamp

    @double
    Scenario: What is sent is what the page documents
      When the documented request is sent
      Then the request that arrived is the documented one

    Scenario Outline: <property> can be updated alone
      When the documented request is sent with the body
        """json
        { "<property>": <value> }
        """
      Then the response is the documented one
      And the body includes what was sent
      And nothing else has changed

      Examples:
        | property           | value                          |
        | createdDateTime    | "2024-03-01T06:00:00Z"         |
        | lastActionDateTime | "2024-03-02T07:30:00Z"         |
        | status             | "running"                      |
        | statusDetail       | "3 of 7 files are read"        |
        | resourceLocation   | "https://example.org/files/17" |

    Scenario Outline: An operation can be said to be <status>
      When the documented request is sent with the body
        """json
        { "status": "<status>" }
        """
      Then the response is the documented one
      And the property "status" is "<status>"
      And nothing else has changed

      Examples:
        | status     |
        | notStarted |
        | running    |
        | succeeded  |
        | failed     |

    Scenario: Several properties can be updated at once
      When the documented request is sent with the body
        """json
        {
          "lastActionDateTime": "2024-03-02T07:30:00Z",
          "status": "failed",
          "statusDetail": "The disk is full"
        }
        """
      Then the response is the documented one
      And the body includes what was sent
      And nothing else has changed

    Scenario Outline: A timestamp may be written <how>
      When the documented request is sent with the body
        """json
        { "lastActionDateTime": "<timestamp>" }
        """
      Then the response is the documented one
      And the property "lastActionDateTime" is "<same instant>"
      And nothing else has changed

      Examples:
        | how                         | timestamp                    | same instant                 |
        | in UTC                      | 2024-03-02T07:30:00Z         | 2024-03-02T07:30:00Z         |
        | with an offset              | 2024-03-02T09:30:00+02:00    | 2024-03-02T07:30:00Z         |
        | with a negative offset      | 2024-03-02T02:00:00-05:30    | 2024-03-02T07:30:00Z         |
        | with milliseconds           | 2024-03-02T07:30:00.250Z     | 2024-03-02T07:30:00.25Z      |
        | with seven digits of second | 2024-03-02T07:30:00.1234567Z | 2024-03-02T07:30:00.1234567Z |

  Rule: What the page rules out is refused

    Scenario: Nobody is let in without Authorization
      When the documented request is sent without the header "Authorization"
      Then the request is refused with status 401
      And nothing has changed

    Scenario: Nobody is let in with another scheme than Bearer
      When the documented request is sent with the header "Authorization" as "Basic bm9ib2R5Om5vdGhpbmc="
      Then the request is refused with status 401
      And nothing has changed

    Scenario: A body needs its Content-Type
      When the documented request is sent without the header "Content-Type"
      Then the request is refused with status 415
      And nothing has changed

    Scenario: A body of another Content-Type is not taken
      When the documented request is sent with the header "Content-Type" as "text/plain"
      Then the request is refused with status 415
      And nothing has changed

    Scenario: A body is needed
      When the documented request is sent without a body
      Then the request is refused with status 400
      And nothing has changed

    Scenario: A body that is no JSON is not taken
      When the documented request is sent with the body
        """text
        { "status": "running"
        """
      Then the request is refused with status 400
      And nothing has changed

    Scenario: A list is not taken where an object is documented
      When the documented request is sent with the body
        """json
        [{ "status": "running" }]
        """
      Then the request is refused with status 400
      And nothing has changed

    Scenario Outline: <property> is not taken as <what>
      When the documented request is sent with the body
        """json
        { "<property>": <value> }
        """
      Then the request is refused with status 400
      And nothing has changed

      Examples:
        | property           | what                      | value                        |
        | createdDateTime    | a number                  | 20240301                     |
        | createdDateTime    | a word                    | "yesterday"                  |
        | lastActionDateTime | true                      | true                         |
        | lastActionDateTime | a time without its offset | "2024-03-02T07:30:00"        |
        | status             | a number                  | 2                            |
        | status             | an undocumented value     | "paused"                     |
        | status             | a value in capitals       | "RUNNING"                    |
        | statusDetail       | an object                 | { "text": "3 of 7" }         |
        | statusDetail       | a list                    | ["3 of 7"]                   |
        | resourceLocation   | a number                  | 17                           |

    Scenario: A property that the page does not document is not taken
      When the documented request is sent with the body
        """json
        { "status": "running", "colour": "green" }
        """
      Then the request is refused with status 400
      And nothing has changed

    Scenario: An operation keeps its id
      When the documented request is sent with the body
        """json
        { "id": "0f0e0d0c-0b0a-4908-8706-050403020100" }
        """
      Then the request is refused with status 400
      And nothing has changed

    Scenario: An operation that nobody knows cannot be updated
      Given an unknown longRunningOperation
      When the documented request is sent
      Then the request is refused with status 404

    @double
    Scenario Outline: <method> is not documented
      When the documented request is sent with the method <method>
      Then the request is refused with status 405
      And nothing has changed

      Examples:
        | method |
        | PUT    |
        | POST   |
        | DELETE |

  Rule: A status that is not known yet is answered, and never sent

    @double
    Scenario: A service may answer unknownFutureValue
      Given an existing longRunningOperation with
        """json
        { "status": "unknownFutureValue" }
        """
      When the documented request is sent with the body
        """json
        { "statusDetail": "A newer service put this here" }
        """
      Then the response is the documented one
      And the property "status" is "unknownFutureValue"
      And nothing else has changed

    @double
    Scenario: unknownFutureValue is not taken
      When the documented request is sent with the body
        """json
        { "status": "unknownFutureValue" }
        """
      Then the request is refused with status 400
      And nothing has changed
