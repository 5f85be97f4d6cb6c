Feature: List threatAssessmentRequests
  The list comes a page at a time, and each page says where the next one is.

  Background:
    Given the API page "api/informationprotection-list-threatassessmentrequests.md"

  Scenario: The documented example
    When the documented request is sent
    Then the response is the documented one

  @double
  Scenario: The pages lead through the whole list
    Given 5 existing threatAssessmentRequests
    When the documented request is sent
    Then the response is the documented one
    And the collection has 2 members
    When the property "@odata.nextLink" is remembered as "next"
    And GET "{next}" is sent
    Then the response is the documented one
    And the collection has 2 members
    When the property "@odata.nextLink" is remembered as "next"
    And GET "{next}" is sent
    Then the response is the documented one
    And the collection has 1 member
    And the property "@odata.nextLink" is absent

  @double
  Scenario: A client may ask for smaller pages
    Given 5 existing threatAssessmentRequests
    When the documented request is sent with the changes
      | query $top | 1 |
    Then the response is the documented one
    And the collection has 1 member
