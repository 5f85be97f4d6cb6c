Feature: Ask whether a group may be called so
  Nothing is kept of the question: either there is nothing to say, or an error says what speaks against it.

  Background:
    Given the API page "api/group-validateproperties.md"
    And an existing group

  @double
  Scenario: Nothing speaks against it
    When the documented request "group_validateproperties" is sent
    Then the response is the documented one
    And there is no body

  @double
  Scenario: A name is taken
    When the documented request 2 is sent
    Then the response is the documented one
    And the request is refused with status 422 and code "Request_UnprocessableEntity"
    And the property "error/details/0/target" is "mailNickname"
