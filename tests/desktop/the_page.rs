//! The page can do what the app's own commands do, and learns no secret.

use ringlog_desktop_driver::session::Session;
use ringlog_desktop_driver::tray::TrayItem;
use ringlog_desktop_driver::window::Page;

/// Everything the page received is kept from here on: answers of commands, and events.
const LISTEN: &str = "
    window.received = [];
    const { invoke, transformCallback } = window.__TAURI_INTERNALS__;
    window.ask = async (command, particulars) => {
        const answer = await invoke(command, particulars).catch((trouble) => ({ trouble }));
        window.received.push(JSON.stringify([command, answer]));
        return answer;
    };
    for (const event of ['view', 'show']) {
        const handler = transformCallback((told) => window.received.push(JSON.stringify(told)));
        await invoke('plugin:event|listen', { event, target: { kind: 'Any' }, handler });
    }";

async fn refused(page: &Page, call: &str) -> String {
    let answer = page.run_async(&format!("return await {call};")).await;
    answer.expect_err(call)
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_page_reaches_nothing_but_the_apps_own_commands() {
    let (session, _office) = Session::linked().await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;
    page.the("button", "Sync now").await;
    let own = page.run_async("return (await window.__TAURI_INTERNALS__.invoke('about')).version");
    assert!(own.await.unwrap().is_string());

    for command in [
        "plugin:autostart|enable",
        "plugin:autostart|is_enabled",
        "plugin:event|emit",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:app|version",
        "plugin:path|resolve_directory",
    ] {
        let call = format!("window.__TAURI_INTERNALS__.invoke('{command}', {{}})");
        let reason = refused(&page, &call).await;
        assert!(reason.contains("not allowed"), "{command}: {reason}");
    }
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_page_loads_and_runs_nothing_that_is_not_its_own() {
    let (session, office) = Session::linked().await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;
    page.the("button", "Sync now").await;
    let address = page.address().await;
    page.run(
        "window.refused = [];
         addEventListener('securitypolicyviolation',
             (event) => window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`));",
    )
    .await;

    // A server that is there and answers, so that only the policy can be why it is not reached.
    let there = office.opening.front_desk.join("state").unwrap();
    for url in ["https://example.org/", there.as_str()] {
        refused(&page, &format!("fetch('{url}', {{ mode: 'no-cors' }})")).await;
    }
    page.run(&format!(
        "const inline = document.createElement('script');
         inline.textContent = 'window.ran = true';
         document.body.append(inline);
         const picture = document.createElement('img');
         picture.setAttribute('onerror', 'window.ran = true');
         picture.src = '{there}';
         document.body.append(picture);
         const frame = document.createElement('iframe');
         frame.src = '{there}';
         document.body.append(frame);"
    ))
    .await;
    let refused = page
        .until_run(
            "return window.refused.length >= 6 ? window.refused.sort() : null",
            "everything foreign is refused",
        )
        .await;

    assert_eq!(
        page.run("return window.ran ?? null").await,
        serde_json::Value::Null
    );
    let refused = serde_json::from_value::<Vec<String>>(refused).unwrap();
    for (directive, what) in [
        ("connect-src", "https://example.org"),
        ("connect-src", there.as_str()),
        ("script-src", "inline"),
        ("img-src", there.as_str()),
        ("frame-src", there.origin().ascii_serialization().as_str()),
    ] {
        assert!(
            refused
                .iter()
                .any(|one| one.starts_with(directive) && one.contains(what)),
            "{directive} {what}: {refused:#?}"
        );
    }
    page.run(&format!("location.href = '{there}'")).await;
    page.the("button", "Sync now").await;
    assert_eq!(page.address().await, address);
    page.leave().await;
}

#[tokio::test]
#[ignore = "needs a desktop of its own: `cargo xtask test`"]
async fn the_page_receives_no_password_and_no_token() {
    let (session, office) = Session::linked().await;
    office.act("known_customer_calls").await;
    let app = session.start_to_be_driven(&[]);
    let page = Page::of(&app).await;
    TrayItem::of(&app).await;
    page.says("Jon Aske").await;
    page.run_async(LISTEN).await.unwrap();
    let settings = &office.opening.settings;
    let password = &office.opening.password;

    let answers = serde_json::json!({
        "url": settings["pbx.url"],
        "tenant": settings["pbx.tenant"],
        "extension": settings["pbx.extension"],
    });
    let organization = serde_json::json!({
        "organization_url": settings["dynamics.organization_url"],
        "client_id": settings["microsoft.client_id"],
    });
    for (command, particulars) in [
        ("view", serde_json::json!({})),
        (
            "connect_pbx",
            serde_json::json!({ "answers": answers, "password": password }),
        ),
        (
            "log_in_to_pbx",
            serde_json::json!({ "password": "a wrong one" }),
        ),
        ("log_in_to_pbx", serde_json::json!({ "password": password })),
        (
            "connect_organization",
            serde_json::json!({ "answers": organization }),
        ),
        ("grant_consent", serde_json::json!({})),
        ("link", serde_json::json!({})),
        ("settings", serde_json::json!({})),
        ("examine", serde_json::json!({})),
        ("about", serde_json::json!({})),
        ("administrator_message", serde_json::json!({})),
        ("call", serde_json::json!({ "id": 1 })),
        ("unlink", serde_json::json!({})),
    ] {
        let call = format!("return await window.ask('{command}', {particulars})");
        page.run_async(&call).await.unwrap();
    }
    let received = page.run("return window.received").await;
    let received: Vec<String> = serde_json::from_value(received).unwrap();

    // Secrets were on their way: the answers are those of work that was done.
    for done in [
        "[\"connect_pbx\",null]",
        "[\"grant_consent\",null]",
        "[\"link\",[",
        "\"event\":\"view\"",
    ] {
        assert!(
            received.iter().any(|one| one.contains(done)),
            "{done}: {received:#?}"
        );
    }
    for one in &received {
        for secret in [
            password.as_str(),
            "a wrong one",
            "sim-access",
            "sim-refresh",
            "eyJ",
        ] {
            assert!(!one.contains(secret), "{secret}: {one}");
        }
    }
    page.leave().await;
}
