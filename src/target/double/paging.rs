//! Which part of a collection a request asks for: `$top`, `$skip` and `$skiptoken` (OData URL Conventions 4.01, section
//! 5.1.8; OData Protocol 4.01, section 11.2.6.7).

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::exchange::Request;

/// The member that leads to the next page.
pub(super) const NEXT_LINK: &str = "@odata.nextLink";

/// The member that leads to what changes from now on (OData Protocol 4.01, section 11.3).
pub(super) const DELTA_LINK: &str = "@odata.deltaLink";

/// A part of a collection.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paging {
    offset: usize,
    size: Option<usize>,
    /// Whether the page documents that a list may go on elsewhere.
    goes_on: bool,
}

impl Paging {
    /// What a request asks for; `documented`: how many members the documented page of a list that goes on shows.
    pub(super) fn of(request: &Request, documented: Option<usize>) -> Paging {
        let asked = |name: &str| option(&request.url, name).and_then(|value| value.parse::<usize>().ok());
        Paging {
            offset: asked("$skiptoken").or_else(|| asked("$skip")).unwrap_or(0),
            size: asked("$top").or(documented.filter(|size| *size > 0)),
            goes_on: documented.is_some(),
        }
    }

    /// The members of this part.
    pub(super) fn part(&self, members: Vec<Value>) -> Vec<Value> {
        members.into_iter().skip(self.offset).take(self.size.unwrap_or(usize::MAX)).collect()
    }

    /// Where the list of so many members goes on.
    pub(super) fn next_link(&self, request: &Request, members: usize) -> Option<String> {
        let size = self.size.filter(|size| self.goes_on && *size > 0)?;
        let end = self.offset.saturating_add(size);
        (end < members).then(|| with_option(&request.url, "$skiptoken", end))
    }
}

fn options(url: &str) -> impl Iterator<Item = &str> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter(|option| !option.is_empty())
}

fn name_of(option: &str) -> String {
    percent_decode_str(option.split('=').next().unwrap_or_default()).decode_utf8_lossy().into_owned()
}

fn option<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    options(url).find(|option| name_of(option) == name)?.split_once('=').map(|(_, value)| value)
}

/// The URL with another value for a query option, and without `$skip`, which a token includes.
fn with_option(url: &str, name: &str, value: usize) -> String {
    let path = url.split('?').next().unwrap_or(url);
    let others = options(url).filter(|option| ![name, "$skip"].contains(&name_of(option).as_str()));
    let options: Vec<String> = others.map(str::to_string).chain([format!("{name}={value}")]).collect();
    format!("{path}?{}", options.join("&"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn get(url: &str) -> Request {
        Request { method: "GET".to_string(), url: url.to_string(), headers: Vec::new(), body: None }
    }

    #[test]
    fn a_list_that_does_not_go_on_is_whole() {
        let paging = Paging::of(&get("http://x/y"), None);
        assert_eq!(paging.part(vec![json!(1), json!(2)]), [json!(1), json!(2)]);
        assert_eq!(paging.next_link(&get("http://x/y"), 2), None);
        assert_eq!(Paging::of(&get("http://x/y?$top=1"), None).part(vec![json!(1), json!(2)]), [json!(1)]);
    }

    proptest! {
        #[test]
        fn the_links_lead_through_every_member_once(members in 0_usize..20, size in 1_usize..6, top in proptest::option::of(1_usize..6)) {
            let all: Vec<Value> = (0..members).map(|member| json!(member)).collect();
            let top = top.map(|top| format!("&%24top={top}")).unwrap_or_default();
            let (mut url, mut read) = (Some(format!("http://x/y?$filter=a{top}")), Vec::new());
            while let Some(next) = url {
                let paging = Paging::of(&get(&next), Some(size));
                read.extend(paging.part(all.clone()));
                url = paging.next_link(&get(&next), members);
            }
            prop_assert_eq!(read, all);
        }
    }
}
