Feature: Read longRunningOperations
  Whoever hands work to the industry data service looks here how far it is.

  Background:
    Given the API page "api/industrydata-industrydataroot-list-operations.md"
    And the API page "api/longrunningoperation-get.md"

  Scenario: The documented list
    Given the API page "api/industrydata-industrydataroot-list-operations.md"
    When the documented request is sent
    Then the response is the documented one
    And the collection has at least 1 member
    And every member of the collection has
      | id                 | a string                              |
      | status             | one of its documented values          |
      | createdDateTime    | a timestamp                           |
      | lastActionDateTime | after the property "createdDateTime"  |

  Scenario: The documented operation
    Given an existing longRunningOperation
    When the documented request is sent
    Then the response is the documented one
    And the header "Content-Type" is "application/json"

  Scenario: What is listed can be read
    When GET "/industryData/operations" is sent
    Then the status is OK
    When the property "value/0/id" is remembered as "longRunningOperationId"
    And the documented request is sent
    Then the response is the documented one
    And the property "id" is "{longRunningOperationId}"

  Scenario: Reading changes nothing
    Given an existing longRunningOperation
    When the documented request is sent
    And the same request is sent again
    Then the response is the documented one
    And nothing has changed

  Scenario: An operation that nobody knows cannot be read
    Given an unknown longRunningOperation
    When the documented request is sent
    Then the request is refused with status 404

  Scenario: Nobody reads without a token
    Given an existing longRunningOperation
    And a caller without a token
    When the documented request is sent
    Then the request is refused with status 401

  @double
  Scenario Outline: A client waits until an operation has <end>
    Given an existing longRunningOperation with
      """json
      { "status": "notStarted" }
      """
    And the service moves the property "status" on to "running", "<end>"
    When the documented request is sent
    Then the property "status" is "notStarted"
    When the same request is sent until the property "status" is one of "succeeded", "failed", within 30 seconds
    Then the response is the documented one
    And the properties are
      | status             | "<end>"                              |
      | lastActionDateTime | after the property "createdDateTime" |
      | error              | absent                               |

    Examples:
      | end       |
      | succeeded |
      | failed    |

  @double
  Scenario: A client that is throttled asks again
    Given an existing longRunningOperation
    And the service throttles the next request
    When the documented request is sent
    Then the request is refused with status 429
    And the header "Retry-After" is "1"
    When the same request is sent again
    Then the response is the documented one

  @double
  Scenario: A client outlasts a service that fails twice
    Given an existing longRunningOperation
    And the service fails the next 2 requests
    When the documented request is sent
    Then the status is Service Unavailable
    When the same request is sent until the property "status" is one of its documented values, within 30 seconds
    Then the response is the documented one

  @double
  Scenario: A late answer is an answer
    Given an existing longRunningOperation
    And the service delays the next request by 50 milliseconds
    When the documented request is sent
    Then the response is the documented one
