Feature: Get thing

  Scenario: The documented example, and how long it is
    Given the API page "api/thing-get.md"
    And an existing thing
    When the documented request is sent
    Then the response is the documented one
    And the answer is shorter than 1000 bytes
