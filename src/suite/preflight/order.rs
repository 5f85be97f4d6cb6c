//! The order of steps: a page first, a request before what checks it, and a check after every last request.

use cucumber::gherkin::{Step, StepType};

use super::Fault;
use super::found::Found;

/// What is wrong with the order of a scenario's steps.
pub(super) fn faults(steps: &[(&Step, Found)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (mut page, mut sent) = (false, false);
    for (step, found) in steps {
        page |= found.group("page").is_some();
        let remembers = step.ty == StepType::When && found.group("defines").is_some();
        sent |= step.ty == StepType::When && !remembers;
        let is_ours = found.entry.is_some();
        if !page && is_ours && found.needs_page() {
            let help = "start with: Given the API page \"api/...\"";
            faults.push(Fault::new(step.position.line, "no API page is under contract yet", help));
        } else if !sent && is_ours && (remembers || step.ty == StepType::Then) {
            let help = "put a step before it: When the documented request is sent";
            faults.push(Fault::new(step.position.line, "no request was sent yet", help));
        }
    }
    faults.extend(unjudged(steps));
    faults
}

/// A last request that nothing checks would be green whatever the answer is. One that is sent until it is answered as said is
/// checked by that.
fn unjudged(steps: &[(&Step, Found)]) -> Option<Fault> {
    let is = |ty: StepType| move |(step, _): &(&Step, Found)| step.ty == ty;
    let last = steps.iter().rposition(is(StepType::When))?;
    let judged = steps[last].1.waits() || steps[last..].iter().any(is(StepType::Then));
    let any = steps.iter().any(is(StepType::Then));
    let message = "nothing checks what comes of this step";
    (any && !judged).then(|| Fault::new(steps[last].0.position.line, message, "add a Then step after it"))
}
