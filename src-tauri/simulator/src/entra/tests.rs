//! What the simulated Entra ID must refuse.

use http::header;
use jiff::SignedDuration;
use serde_json::Value;

use super::*;

const CLIENT: &str = "client";
const TENANT: Uuid = Uuid::from_u128(0xa);
const ADA: Uuid = Uuid::from_u128(0xada);
const VERIFIER: &str = "0123456789012345678901234567890123456789012";
/// S256 of [`VERIFIER`], computed outside of this program.
const CHALLENGE: &str = "_RpfHqw8pAZIomzVUE7sjRmHSM543WVdC4o-Kc4_3C0";
const SCOPE: &str = "https://one.example/user_impersonation offline_access openid";

fn entra() -> Entra {
    let entra = Entra::new(Arc::new(|| Timestamp::UNIX_EPOCH));
    entra.add_tenant(Tenant {
        id: TENANT,
        domain: "contoso.example".to_owned(),
    });
    entra.add_user(User {
        oid: ADA,
        tenant: TENANT,
        user_name: "ada@contoso.example".to_owned(),
        name: "Ada".to_owned(),
        email: None,
        role: Role::Member,
    });
    entra.add_application(Application {
        client_id: CLIENT.to_owned(),
        name: "Ringlog & <friends>".to_owned(),
        redirect_uris: vec!["http://localhost".to_owned()],
        home_tenant: Some(TENANT),
    });
    entra.add_resource("https://one.example");
    entra.add_resource("https://two.example");
    entra.grant_consent(CLIENT, TENANT);
    entra
}

fn form(pairs: &[(&str, &str)], changed: &[(&str, &str)]) -> String {
    let mut all: Pairs = Pairs::new();
    for (name, value) in pairs.iter().chain(changed) {
        all.insert((*name).to_owned(), (*value).to_owned());
    }
    all.retain(|_, value| !value.is_empty());
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(all)
        .finish()
}

fn send(entra: &Entra, method: Method, target: &str, body: String) -> (u16, String) {
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Bytes::from(body))
        .unwrap();
    let answer = entra.handle(request);
    let location = answer.headers().get(header::LOCATION);
    let text = match location {
        Some(location) => location.to_str().unwrap().to_owned(),
        None => String::from_utf8(answer.body().to_vec()).unwrap(),
    };
    (answer.status().as_u16(), text)
}

/// The answer of the authorize endpoint of `tenant` to a good question with something changed.
fn ask(entra: &Entra, tenant: &str, changed: &[(&str, &str)]) -> (u16, String) {
    let good = [
        ("client_id", CLIENT),
        ("response_type", "code"),
        ("redirect_uri", "http://localhost:5000"),
        ("response_mode", "query"),
        ("scope", SCOPE),
        ("state", "s&<\"1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let target = format!("/{tenant}/oauth2/v2.0/authorize?{}", form(&good, changed));
    send(entra, Method::GET, &target, String::new())
}

fn code(entra: &Entra) -> String {
    let (_, page) = ask(entra, &TENANT.to_string(), &[]);
    let (_, rest) = page.split_once("name=\"flow\" value=\"").unwrap();
    let (flow, _) = rest.split_once('"').unwrap();
    let decision = form(&[("flow", flow), ("user", &ADA.to_string())], &[]);
    let (status, location) = send(entra, Method::POST, "/common/decision", decision);
    assert_eq!(status, 302);
    let query: BTreeMap<String, String> = url::Url::parse(&location)
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect();
    assert_eq!(given(&query, "state"), "s&<\"1");
    given(&query, "code").to_owned()
}

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

/// The AADSTS number, or the tokens, of the token endpoint.
fn redeem(entra: &Entra, changed: &[(&str, &str)]) -> Result<Value, u64> {
    let good = [
        ("client_id", CLIENT),
        ("grant_type", "authorization_code"),
        ("redirect_uri", "http://localhost:5000"),
        ("code_verifier", VERIFIER),
    ];
    let target = format!("/{TENANT}/oauth2/v2.0/token");
    let (status, body) = send(entra, Method::POST, &target, form(&good, changed));
    let body = parsed(&body);
    match body.pointer("/error_codes/0").and_then(Value::as_u64) {
        Some(number) => Err(number),
        None => {
            assert_eq!(status, 200);
            Ok(body)
        }
    }
}

fn refresh(entra: &Entra, token: &Value) -> Result<Value, u64> {
    let token = token.as_str().unwrap();
    let asked = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("redirect_uri", ""),
        ("code_verifier", ""),
    ];
    redeem(entra, &asked)
}

#[test]
fn a_question_that_cannot_be_trusted_never_leads_to_the_redirect_address() {
    let entra = entra();
    let tenant = TENANT.to_string();
    for (tenant, changed, number) in [
        (tenant.as_str(), ("client_id", "other"), "AADSTS700016"),
        (
            &tenant,
            ("redirect_uri", "http://localhost:5000/callback"),
            "AADSTS50011",
        ),
        (
            &tenant,
            ("redirect_uri", "http://127.0.0.1:5000"),
            "AADSTS50011",
        ),
        (
            &tenant,
            ("scope", "https://three.example/user_impersonation"),
            "AADSTS500011",
        ),
        (
            &tenant,
            ("scope", "https://one.example/write"),
            "AADSTS70011",
        ),
        (&tenant, ("scope", "openid"), "AADSTS70011"),
        ("nowhere.example", ("scope", SCOPE), "AADSTS90002"),
        ("organizations", ("scope", SCOPE), "AADSTS50194"),
    ] {
        let (status, page) = ask(&entra, tenant, &[changed]);
        assert!(
            status == 400 && page.contains(number),
            "{changed:?}: {page}"
        );
    }
}

#[test]
fn an_improper_question_is_refused_by_way_of_the_redirect() {
    let entra = entra();
    for changed in [
        ("code_challenge", ""),
        ("code_challenge_method", "plain"),
        ("response_type", "token"),
        ("response_mode", "fragment"),
        ("state", ""),
        ("prompt", "admin_consent"),
        ("claims", "{"),
    ] {
        let (status, location) = ask(&entra, "contoso.example", &[changed]);
        assert!(
            status == 302 && location.contains("error=") && !location.contains("code="),
            "{changed:?}: {location}"
        );
    }
}

#[test]
fn a_code_is_good_once_for_the_one_who_asked() {
    let entra = entra();
    let code = code(&entra);
    let code = code.as_str();
    let wrong_verifier = VERIFIER.replace('0', "x");
    for (changed, number) in [
        (("code_verifier", wrong_verifier.as_str()), 501_481),
        (("code_verifier", ""), 501_481),
        (("redirect_uri", "http://localhost:5001"), 500_112),
        (("client_secret", "hunter2"), 700_025),
        (("client_id", "other"), 700_016),
        (("grant_type", "password"), 70003),
    ] {
        assert_eq!(
            redeem(&entra, &[("code", code), changed]),
            Err(number),
            "{changed:?}"
        );
    }
    assert!(redeem(&entra, &[("code", code)]).is_ok());
    assert_eq!(redeem(&entra, &[("code", code)]), Err(54005));
    assert_eq!(redeem(&entra, &[("code", "guessed")]), Err(70000));
}

#[test]
fn one_token_request_is_for_one_resource() {
    let entra = entra();
    let both = "https://one.example/user_impersonation https://two.example/user_impersonation";
    let code = code(&entra);
    assert_eq!(
        redeem(&entra, &[("code", &code), ("scope", both)]),
        Err(28003)
    );
}

#[test]
fn a_code_expires_after_ten_minutes() {
    let now = Arc::new(Mutex::new(Timestamp::UNIX_EPOCH));
    let clock = Arc::clone(&now);
    let entra = Entra {
        now: Arc::new(move || *clock.lock().unwrap()),
        ..entra()
    };
    let code = code(&entra);
    *now.lock().unwrap() += SignedDuration::from_secs(601);
    assert_eq!(redeem(&entra, &[("code", &code)]), Err(70008));
}

#[test]
fn an_old_refresh_token_stays_good_unless_the_rule_is_strict() {
    let entra = entra();
    let code = code(&entra);
    let tokens = redeem(&entra, &[("code", &code)]).unwrap();
    let first = tokens.get("refresh_token").unwrap();
    let second = refresh(&entra, first).unwrap();
    let second = second.get("refresh_token").unwrap();
    assert_ne!(first, second);
    assert!(refresh(&entra, first).is_ok());
    entra.set_refresh_rule(RefreshRule::OnceOnly);
    assert_eq!(refresh(&entra, first), Err(70000));
    assert_eq!(refresh(&entra, second), Err(70000));
}

#[test]
fn admin_consent_knows_no_common_tenant_and_no_foreign_parameter() {
    let entra = entra();
    let good = [
        ("client_id", CLIENT),
        ("redirect_uri", "http://localhost:5000"),
        ("scope", SCOPE),
        ("state", "s"),
    ];
    let at = |tenant: &str, changed: (&str, &str)| {
        let target = format!("/{tenant}/v2.0/adminconsent?{}", form(&good, &[changed]));
        send(&entra, Method::GET, &target, String::new()).0
    };
    assert_eq!(at("contoso.example", ("state", "s")), 200);
    assert_eq!(at("common", ("state", "s")), 400);
    assert_eq!(at("contoso.example", ("prompt", "consent")), 400);
}

#[test]
fn the_page_says_who_asks_for_what_and_that_it_is_not_microsofts() {
    let entra = entra();
    let (status, page) = ask(&entra, "contoso.example", &[]);
    assert_eq!(status, 200);
    for words in [
        "Simulated Microsoft sign-in – nothing leaves this computer",
        "<h1>Ringlog &amp; &lt;friends&gt; asks you to sign in</h1>",
        "<code>client</code>",
        "https://one.example",
        "Keep this access while nobody is looking",
        "Accept as ada@contoso.example",
        "value=\"deny\">Cancel</button>",
        "<html lang=\"en\">",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn only_a_sign_in_page_on_this_computer_is_followed() {
    let check = |url: &str, expected: bool| {
        let url = url.parse().unwrap();
        assert_eq!(browser::is_sign_in_page(&url), expected, "{url}");
    };
    check("http://127.0.0.1:5000/t/oauth2/v2.0/authorize?x=1", true);
    check("http://localhost:5000/t/v2.0/adminconsent", true);
    check("http://127.0.0.1:5000/t/oauth2/v2.0/token", false);
    check("http://127.0.0.1:5000/main.aspx?id=1", false);
    check("http://127.0.0.1/t/oauth2/v2.0/authorize", false);
    check("https://127.0.0.1:5000/t/oauth2/v2.0/authorize", false);
    check(
        "https://login.microsoftonline.com/t/oauth2/v2.0/authorize",
        false,
    );
    check("http://login.example:5000/t/oauth2/v2.0/authorize", false);
}
