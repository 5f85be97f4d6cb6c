//! The order of steps: a page first, a request before what checks it, and a check after every last request.

use cucumber::gherkin::{Step, StepType};

use super::{Fault, PAGE};

/// What is wrong with the order of a scenario's steps; `is_ours` tells the steps that this crate defines.
pub(super) fn faults(steps: &[&Step], is_ours: impl Fn(&Step) -> bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (mut page, mut sent) = (false, false);
    for step in steps {
        page |= step.ty == StepType::Given && PAGE.is_match(&step.value);
        sent |= step.ty == StepType::When;
        if !page && is_ours(step) {
            let help = "start with: Given the API page \"api/...\"";
            faults.push(Fault::new(step.position.line, "no API page is under contract yet", help));
        } else if !sent && step.ty == StepType::Then && is_ours(step) {
            let help = "put a step before it: When the documented request is sent";
            faults.push(Fault::new(step.position.line, "no request was sent yet", help));
        }
    }
    faults.extend(unjudged(steps));
    faults
}

/// A last request that nothing checks would be green whatever the answer is.
fn unjudged(steps: &[&Step]) -> Option<Fault> {
    let last = steps.iter().rposition(|step| step.ty == StepType::When)?;
    let judged = steps[last..].iter().any(|step| step.ty == StepType::Then);
    let any = steps.iter().any(|step| step.ty == StepType::Then);
    let message = "nothing checks what comes of this step";
    (any && !judged).then(|| Fault::new(steps[last].position.line, message, "add a Then step after it"))
}
