//! What a request is about: the resource and the query of its address.

use percent_encoding::percent_decode_str;
use uuid::Uuid;

use super::filter::Aliases;
use super::refusal::Refusal;
use super::tables::Table;
use super::value::guid;

/// The root of the Web API.
pub(super) const ROOT: &str = "/api/data/v9.2/";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Set(Table),
    Record(Table, Uuid),
    WhoAmI,
    Organization,
    UserPrivilege { user: Uuid, privilege: String },
    Batch,
}

#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) resource: Resource,
    /// The system query options (`$select`, ...), decoded.
    pub(super) options: Vec<(String, String)>,
    /// The parameter aliases (`@p1`, ...), decoded.
    pub(super) aliases: Aliases,
    /// The query as it stands in the address.
    pub(super) raw_query: String,
}

/// Reads an address, absolute or relative to the root of the Web API.
pub(super) fn read(address: &str) -> Result<Address, Refusal> {
    let (path, raw_query) = address.split_once('?').unwrap_or((address, ""));
    let (options, aliases) = parameters(raw_query)?;
    Ok(Address {
        resource: resource(relative(path)?, &aliases)?,
        options,
        aliases,
        raw_query: raw_query.to_owned(),
    })
}

fn relative(path: &str) -> Result<&str, Refusal> {
    let absolute = match path.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => path,
    };
    if !absolute.starts_with('/') {
        return Ok(absolute);
    }
    absolute
        .strip_prefix(ROOT)
        .ok_or_else(|| Refusal::unknown_resource(absolute))
}

fn resource(path: &str, aliases: &Aliases) -> Result<Resource, Refusal> {
    let path = decoded(path)?;
    if let Some((owner, function)) = path.split_once('/') {
        return user_privilege(owner, function, aliases);
    }
    let (name, arguments) = match path.split_once('(') {
        Some((name, rest)) => (name, rest.strip_suffix(')')),
        None => (path.as_str(), None),
    };
    let is_called = path.contains('(');
    match (name, arguments) {
        ("$batch", None) if !is_called => return Ok(Resource::Batch),
        ("WhoAmI", None) if !is_called => return Ok(Resource::WhoAmI),
        ("WhoAmI", Some("")) => return Ok(Resource::WhoAmI),
        ("RetrieveCurrentOrganization", Some(arguments)) => {
            let access = argument(arguments, "AccessType", aliases)
                .and_then(|value| value.strip_prefix("Microsoft.Dynamics.CRM.EndpointAccessType"));
            return match access {
                Some("'Default'" | "'Internet'" | "'Intranet'") => Ok(Resource::Organization),
                _ => Err(Refusal::malformed(
                    "The parameter AccessType of RetrieveCurrentOrganization is missing or no EndpointAccessType.",
                )),
            };
        }
        _ => {}
    }
    let Some(table) = Table::of_set(name) else {
        return Err(Refusal::unknown_resource(name));
    };
    match arguments {
        None if is_called => Err(Refusal::malformed("A closing parenthesis is missing.")),
        None => Ok(Resource::Set(table)),
        Some(key) => record_key(table, key).map(|id| Resource::Record(table, id)),
    }
}

fn record_key(table: Table, key: &str) -> Result<Uuid, Refusal> {
    let value = key
        .strip_prefix(table.schema().key)
        .and_then(|rest| rest.strip_prefix('='))
        .unwrap_or(key);
    guid(value).ok_or_else(|| {
        Refusal::malformed(format!(
            "The key value '{key}' is not a GUID, or has quotes or braces around it."
        ))
    })
}

fn user_privilege(owner: &str, function: &str, aliases: &Aliases) -> Result<Resource, Refusal> {
    let user = owner
        .strip_prefix("systemusers(")
        .and_then(|rest| rest.strip_suffix(')'));
    let arguments = function
        .strip_prefix("Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(")
        .and_then(|rest| rest.strip_suffix(')'));
    let (Some(user), Some(arguments)) = (user, arguments) else {
        return Err(Refusal::unknown_resource(function));
    };
    let privilege = argument(arguments, "PrivilegeName", aliases)
        .and_then(|value| value.strip_prefix('\''))
        .and_then(|value| value.strip_suffix('\''))
        .ok_or_else(|| Refusal::malformed("The parameter PrivilegeName is missing."))?;
    Ok(Resource::UserPrivilege {
        user: record_key(Table::User, user)?,
        privilege: privilege.to_owned(),
    })
}

/// A function's only argument, given directly or by an alias.
fn argument<'a>(arguments: &'a str, name: &str, aliases: &'a Aliases) -> Option<&'a str> {
    let (key, value) = arguments.split_once('=')?;
    (key == name).then(|| aliases.get(value).map_or(value, String::as_str))
}

fn parameters(raw: &str) -> Result<(Vec<(String, String)>, Aliases), Refusal> {
    let mut options: Vec<(String, String)> = Vec::new();
    let mut aliases = Aliases::new();
    if raw.contains('+') {
        return Err(Refusal::malformed(
            "The query has an unescaped '+', which stands for a space: write %2B.",
        ));
    }
    for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        if name.starts_with('@') {
            aliases.insert(name, value);
        } else if !name.starts_with('$') {
            return Err(Refusal::malformed(format!(
                "The query parameter '{name}' is not supported."
            )));
        } else if options.iter().any(|(known, _)| *known == name) {
            return Err(Refusal::malformed(format!(
                "Query option '{name}' was specified more than once, but it must be specified at most once."
            )));
        } else {
            options.push((name, value));
        }
    }
    Ok((options, aliases))
}

fn decoded(text: &str) -> Result<String, Refusal> {
    percent_decode_str(text)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Refusal::malformed("The address is not UTF-8."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_found_by_their_exact_names() {
        let id: Uuid = "26f5f4d7-14b2-5c73-97f7-f5e59e22fedd".parse().unwrap();
        let check = |address: &str, expected: Option<Resource>| {
            let resource = read(address).map(|address| address.resource);
            assert_eq!(resource.ok(), expected, "{address}");
        };
        check(
            "/api/data/v9.2/contacts?$top=1",
            Some(Resource::Set(Table::Contact)),
        );
        check(
            "https://a.crm4.dynamics.com/api/data/v9.2/WhoAmI",
            Some(Resource::WhoAmI),
        );
        check("WhoAmI()", Some(Resource::WhoAmI));
        check(
            "phonecalls(26f5f4d7-14b2-5c73-97f7-f5e59e22fedd)",
            Some(Resource::Record(Table::PhoneCall, id)),
        );
        check(
            "phonecalls(activityid=26f5f4d7-14b2-5c73-97f7-f5e59e22fedd)",
            Some(Resource::Record(Table::PhoneCall, id)),
        );
        check(
            "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
            Some(Resource::Organization),
        );
        check(
            "RetrieveCurrentOrganization(AccessType=@a)?@a=Microsoft.Dynamics.CRM.EndpointAccessType%27Default%27",
            Some(Resource::Organization),
        );
        check(
            "systemusers(26f5f4d7-14b2-5c73-97f7-f5e59e22fedd)/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prvReadContact')",
            Some(Resource::UserPrivilege {
                user: id,
                privilege: "prvReadContact".to_owned(),
            }),
        );
        check("Contacts", None);
        check("contact", None);
        check("phonecalls('26f5f4d7-14b2-5c73-97f7-f5e59e22fedd')", None);
        check("phonecalls({26f5f4d7-14b2-5c73-97f7-f5e59e22fedd})", None);
        check("/api/data/v8.0/contacts", None);
        check("contacts?select=fullname", None);
        check("contacts?$top=1&$top=2", None);
        check("contacts?$filter=telephone1 eq '+44'", None);
    }
}
