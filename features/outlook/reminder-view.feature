@double
Feature: See the reminders of a calendar
  A function: what it is asked stands in its path.

  Background:
    Given the API page "api/user-reminderview.md"

  Scenario: The documented example
    When the documented request is sent
    Then the response is the documented one
    And every member of the collection has
      | eventId             | a string                       |
      | eventStartTime      | an object                      |
      | eventStartTime/timeZone | "UTC"                      |
