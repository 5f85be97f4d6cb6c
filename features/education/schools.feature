Feature: Keep the records of schools
  A district enters its schools, looks them up, corrects them and takes them out.

  Background:
    Given the API page "api/educationschool-list.md"
    And the API page "api/educationschool-get.md"
    And the API page "api/educationschool-update.md"
    And the API page "api/educationschool-delete.md"
    And the API page "api/educationschool-post.md"

  @double
  Scenario: A school from its first day to its last
    When the documented request is sent
    Then the response is the documented one
    And the property "id" is a GUID
    When the property "id" is remembered as "id"
    And GET "/education/schools/{id}" is sent
    Then the response is the documented one
    And the property "displayName" is "Harbour Lane Middle School"
    When PATCH "/education/schools/{id}" is sent with the body
      """json
      { "principalName": "Tomas Eklund" }
      """
    Then the response is the documented one
    And nothing else has changed
    When DELETE "/education/schools/{id}" is sent
    Then the status is No Content
    And there is no body
    When GET "/education/schools/{id}" is sent
    Then the request is refused with status 404 and code "ResourceNotFound"

  @double
  Scenario: What is entered is listed
    When the documented request is sent with the body in "bodies/school.json"
    Then the status is Created
    When GET "/education/schools" is sent
    Then the response is the documented one
    And the collection has 1 member
    And some member of the collection has
      | displayName  | "Lighthouse Primary School" |
      | address/city | "Rockmouth"                 |

  Scenario Outline: Of a school, <property> can be left out
    When the documented request is sent without the property "<property>"
    Then the status is 201
    And the property "displayName" is a string

    Examples:
      | property    |
      | description |
      | fax         |
      | createdBy   |

  Scenario: Several properties differ at once
    When the documented request is sent with the changes
      | property schoolNumber   | "999"       |
      | property address/street | "1 Mill Row" |
      | property fax            | absent      |
      | header Accept           | "application/json" |
    Then the status is 201
    And the body includes
      """json
      { "schoolNumber": "999", "address": { "city": "Rockmouth", "street": "1 Mill Row" } }
      """

  Scenario: The source of a record is one of those that are known
    When the documented request is sent with the properties
      """json
      { "externalSource": "hearsay" }
      """
    Then the request is refused with status 400

  Scenario: A note is what it was said to be
    Given the variable "room" is "Room 7"
    When the documented request is sent with the properties
      """json
      { "description": "Ask in {room}" }
      """
    Then the property "description" is "Ask in {room}"
    And the body includes what was sent
