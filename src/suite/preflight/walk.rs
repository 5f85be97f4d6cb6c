//! A scenario's steps one after the other, with what is known before each: the page, the example, the variables.

use std::sync::Arc;

use cucumber::gherkin::{Step, StepType};

use super::found::Found;
use super::known::Names;
use super::{Fault, content, left_out, sense};
use crate::contract::Contract;
use crate::exchange::Variables;
use crate::library::Library;

pub(super) struct Walk<'a> {
    library: &'a Library,
    /// The page under contract, when it could be read.
    contract: Option<Arc<Contract>>,
    /// The example at hand.
    example: usize,
    /// The method of the last request.
    method: Option<String>,
    names: Names,
}

impl<'a> Walk<'a> {
    /// `variables`: those that every scenario begins with.
    pub(super) fn new(library: &'a Library, variables: &Variables) -> Walk<'a> {
        let mut names = Names::default();
        variables.keys().for_each(|name| names.define(name));
        Walk { library, contract: None, example: 0, method: None, names }
    }

    /// What is wrong with the next step.
    pub(super) fn step(&mut self, step: &Step, mut found: Found) -> Vec<Fault> {
        let mut faults: Vec<Fault> = found.fault.take().into_iter().collect();
        faults.extend(content::below(step, found.entry));
        faults.extend(content::words(step, &found.groups, self.library));
        faults.extend(found.group("page").and_then(|page| self.take_page(step, page)));
        faults.extend(found.group("example").and_then(|example| self.take_example(step, example)));
        if let Some(contract) = self.contract.as_ref().filter(|_| step.ty == StepType::When) {
            faults.extend(left_out::faults(step, &found, &contract.examples[self.example].request));
        }
        if found.is_foreign {
            self.names.open();
        }
        if let Some(contract) = self.contract.as_ref().filter(|_| found.makes_known()) {
            self.names.take(contract);
        }
        faults.extend(self.names.fault(step, &found, self.library, self.contract.as_deref()));
        if let Some(contract) = self.contract.as_ref().filter(|_| found.sends_documented()) {
            faults.extend(self.names.unaddressed(step, &contract.examples[self.example].request));
        }
        if let Some(contract) = &self.contract {
            let example = &contract.examples[self.example];
            faults.extend(sense::fault(step, &found, example, self.method.as_deref()));
            let documented = found.sends_documented().then_some(example.request.method.as_str());
            self.method = found.group("method").or(documented).map(str::to_string).or(self.method.take());
        }
        found.group("defines").into_iter().for_each(|name| self.names.define(name));
        faults
    }

    fn take_page(&mut self, step: &Step, page: &str) -> Option<Fault> {
        let found = self.library.contract(page);
        self.contract = found.as_ref().ok().cloned();
        self.example = 0;
        match found {
            Ok(_) => None,
            Err(error) => Some(Fault::new(step.position.line, &error.to_string(), error.help())),
        }
    }

    fn take_example(&mut self, step: &Step, example: &str) -> Option<Fault> {
        let contract = self.contract.as_ref()?;
        if let Some(position) = contract.position(example) {
            self.example = position;
            return None;
        }
        let examples = &contract.examples;
        let names: Vec<&str> = examples.iter().filter_map(|example| example.name.as_deref()).collect();
        let message = format!("the page documents no example {example}");
        let help = format!("its examples are 1 to {}, by name: {}", examples.len(), names.join(", "));
        Some(Fault::new(step.position.line, &message, &help))
    }
}
