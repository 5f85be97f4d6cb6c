@double
Feature: Archive a team
  Archiving goes on after it was answered; where it is followed, the answer says.

  Background:
    Given the API page "api/teamsasyncoperation-get.md"
    And an existing teamsAsyncOperation with
      """json
      { "status": "notStarted" }
      """
    And the service moves the property "status" on to "inProgress", "succeeded"
    And the API page "api/team-archive.md"
    And an existing team

  Scenario: The documented example
    When the documented request is sent
    Then the response is the documented one
    And the header "Location" is a string

  Scenario: The operation is followed to its end
    When the documented request is sent
    Then the status is Accepted
    When the header "Location" is remembered as "operation"
    And GET "{operation}" is sent
    And the same request is sent until the property "status" is "succeeded", within 30 seconds
    Then the response is the documented one
    And the properties are
      | operationType    | "archiveTeam"    |
      | targetResourceId | "{teamId}"       |
      | attemptsCount    | a number         |
      | error            | null             |
