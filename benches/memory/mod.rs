//! What memory a process took.

use std::fs;

/// The most that a process has held so far, in megabytes, where the system tells: `self`, or the number of a process that runs.
pub(crate) fn most(process: &str) -> Option<usize> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))?;
    most.trim().parse::<usize>().ok().map(|kilobytes| kilobytes / 1024)
}

pub(crate) fn told(most: Option<usize>) -> String {
    most.map_or("memory not known here".to_string(), |most| format!("{most} MB at most"))
}
