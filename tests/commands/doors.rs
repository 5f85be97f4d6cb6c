//! The test binary's own door: what `cargo test` hands over, and what comes of it.

use std::ffi::OsString;
use std::process::ExitCode;

fn contract(arguments: &[&str]) -> String {
    let reports = tempfile::tempdir().expect("a folder for the report");
    let mut all: Vec<OsString> = vec!["contract".into(), "--report-dir".into(), reports.path().into()];
    all.extend(arguments.iter().map(OsString::from));
    let code = graph_contract::suite::main_with(all, |_| None);
    let names = [0, 1, 2, 3, 4, 5].map(|code| (format!("{:?}", ExitCode::from(code)), code));
    let shown = format!("{code:?}");
    names.iter().find(|(name, _)| *name == shown).map(|(_, code)| code.to_string()).unwrap_or(shown)
}

#[test]
fn a_filter_of_cargos_own_that_matches_nothing_passes() {
    assert_eq!(contract(&["no_scenario_has_this_name"]), "0");
    assert_eq!(contract(&["--exact", "no_scenario_has_this_name"]), "0");
}

#[test]
fn a_filter_of_ours_that_matches_nothing_fails() {
    assert_eq!(contract(&["--name", "no scenario has this name"]), "4");
    assert_eq!(contract(&["--tags", "@nothing"]), "4");
}

#[test]
fn a_scenario_runs_by_its_name() {
    assert_eq!(contract(&["The documented example"]), "0");
    let name = "features/industry-data/update-long-running-operation.feature::The documented example";
    assert_eq!(contract(&["--exact", name, "--nocapture"]), "0");
}

#[test]
fn options_that_nobody_knows_are_wrong_usage() {
    assert_eq!(contract(&["--no-such-option"]), "2");
    assert_eq!(contract(&["--list"]), "0");
}
