use super::*;

fn challenge(world: &World, authorization: Option<&str>) -> (u16, String) {
    let mut builder = Request::builder().uri("/api/data/v9.2/WhoAmI");
    if let Some(value) = authorization {
        builder = builder.header("Authorization", value);
    }
    let response = world.send(builder, "");
    let challenge = response.headers()["WWW-Authenticate"].to_str().unwrap();
    (response.status().as_u16(), challenge.to_owned())
}

#[test]
fn without_a_token_the_authority_and_the_resource_are_named() {
    let world = World::new();
    assert_eq!(
        challenge(&world, None),
        (
            401,
            "Bearer authorization_uri=https://login.microsoftonline.com/contoso-tenant/oauth2/authorize, resource_id=https://contoso.crm4.dynamics.com/".to_owned()
        )
    );
}

#[test]
fn a_token_that_is_not_accepted_is_told_so() {
    let world = World::new();
    let (status, challenge) = challenge(&world, Some("Bearer expired"));
    assert_eq!(status, 401);
    assert!(challenge.contains("error=invalid_token"), "{challenge}");
}

#[test]
fn a_claims_challenge_is_passed_on() {
    let world = World::new();
    let (status, challenge) = challenge(&world, Some("Bearer challenged"));
    assert_eq!(status, 401);
    assert!(
        challenge.contains("error=\"insufficient_claims\""),
        "{challenge}"
    );
    assert!(
        challenge.contains("claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\""),
        "{challenge}"
    );
}

#[test]
fn someone_who_is_no_user_and_a_disabled_user_are_refused() {
    let world = World::new();
    let mut request = world.request("GET", "WhoAmI");
    let headers = request.headers_mut().unwrap();
    headers.insert("Authorization", HeaderValue::from_static("Bearer stranger"));
    Answered::of(&world.send(request, "")).is_refused(403, "0x80072560", "not a member");

    world
        .dataverse
        .set_user_access(world.me, UserAccess::Disabled);
    world
        .get("WhoAmI")
        .is_refused(403, "0x80040225", "disabled");
}

#[test]
fn each_required_header_is_required() {
    let world = World::new();
    for (name, status) in [
        ("OData-Version", 400),
        ("OData-MaxVersion", 400),
        ("Accept", 406),
    ] {
        let mut request = world.request("GET", "WhoAmI");
        request.headers_mut().unwrap().remove(name);
        let answer = Answered::of(&world.send(request, ""));
        answer.is_refused(status, "0x80060888", "missing");
    }
}

#[test]
fn impersonation_needs_a_privilege_no_user_has() {
    let world = World::new();
    let request = world
        .request("GET", "WhoAmI")
        .header("CallerObjectId", Uuid::from_u128(0xb0b).to_string());
    Answered::of(&world.send(request, "")).is_refused(
        403,
        "0x80040220",
        "prvActOnBehalfOfAnotherUser",
    );
}

#[test]
fn everyone_learns_who_they_are_and_where() {
    let world = World::new();
    let who = world.get("WhoAmI").json;
    assert_eq!(who["UserId"], world.me.to_string());
    let organization = world
        .get("RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')")
        .json;
    assert_eq!(
        organization["Detail"]["OrganizationId"],
        who["OrganizationId"]
    );
    assert_eq!(organization["Detail"]["FriendlyName"], "Contoso");
    let users = world.get(
        "systemusers?$select=systemuserid&$filter=internalemailaddress%20eq%20'ALICE@contoso.example'",
    );
    assert_eq!(users.column("systemuserid"), [world.me.to_string()]);
    let user = world.get(&format!(
        "systemusers({})?$select=isdisabled",
        world.colleague
    ));
    assert_eq!(user.json["isdisabled"], false);
}

#[test]
fn a_privilege_can_be_asked_for_by_name() {
    let world = World::new();
    let ask = |name: &str| {
        world.get(&format!(
            "systemusers({})/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='{name}')",
            world.me
        ))
    };
    world.dataverse.withhold(world.me, "prvCreateContact");

    let held = ask("prvCreateActivity").json["RolePrivileges"][0].clone();
    assert_eq!(held["PrivilegeName"], "prvCreateActivity");
    assert_eq!(held["Depth"], "Global");
    assert_eq!(ask("prvCreateContact").json["RolePrivileges"], json!([]));
    ask("prvMakeCoffee").is_refused(404, "0x80040217", "Does Not Exist");

    world
        .dataverse
        .switch(|switches| switches.has_privilege_function = false);
    assert_eq!(ask("prvCreateActivity").status, 404);
}

#[test]
fn too_many_requests_are_refused_with_the_time_to_wait() {
    let world = World::new();
    world
        .dataverse
        .switch(|switches| switches.requests_per_window_max = 2);
    world.get("WhoAmI");
    world.later(100);
    world.get("WhoAmI");

    let response = world.send(world.request("GET", "WhoAmI"), "");
    assert_eq!(response.headers()["Retry-After"], "200");
    Answered::of(&response).is_refused(429, "0x80072322", "limit of 2 over time window of 300");

    world.later(300);
    assert_eq!(world.get("WhoAmI").status, 200);
}

#[test]
fn the_limit_on_concurrent_requests_can_be_met() {
    let world = World::new();
    world
        .dataverse
        .switch(|switches| switches.concurrency_refusals = 1);
    world
        .get("WhoAmI")
        .is_refused(429, "0x80072326", "concurrent requests");
    assert_eq!(world.get("WhoAmI").status, 200);
}

#[test]
fn a_long_address_needs_a_batch() {
    let world = World::new();
    let answer = world.get(&format!(
        "contacts?$filter=fax%20eq%20'{}'",
        "5".repeat(2_048)
    ));
    assert_eq!(answer.status, 414);
}

#[test]
fn every_answer_can_be_correlated_and_every_request_is_logged() {
    let world = World::new();
    let good = world.send(world.request("GET", "WhoAmI"), "");
    let bad = world.send(Request::builder().uri("/api/data/v9.2/WhoAmI"), "");
    assert!(good.headers().contains_key("REQ_ID"));
    assert!(bad.headers().contains_key("x-ms-service-request-id"));
    assert_ne!(good.headers()["REQ_ID"], bad.headers()["REQ_ID"]);
    let statuses: Vec<_> = world.dataverse.log().iter().map(|one| one.status).collect();
    assert_eq!(statuses, [200, 401]);
    assert_eq!(world.dataverse.request_count(), 2);
}

#[test]
fn an_arranged_refusal_befalls_the_operations_it_names() {
    let world = World::new();
    let refusal = Refusal {
        status: 500,
        code: "0x80044150".to_owned(),
        message: "Generic SQL error.".to_owned(),
    };
    world
        .dataverse
        .refuse("POST /api/data/v9.2/phonecalls", 1, 1, refusal);
    let statuses = [1, 2, 3].map(|_| world.write("POST", "phonecalls", &json!({})).status);
    assert_eq!(statuses, [204, 500, 204]);
}
