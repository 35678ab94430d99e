// The certified `oidc-provider` on loopback, in the place of Entra ID, for one application of one tenant.
//
// The first line on stdin says who signs in to what. From then on each line is an order, and each is answered by one
// line of JSON on stdout; the answer to the first line is the origin. It ends with its input.

import { createSecretKey, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import Provider, { interactionPolicy } from "oidc-provider";

// The provider's notices must not stand between the answers.
console.info = console.error;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { tenant, clientId, organization, key, people, now } = JSON.parse((await lines.next()).value);

let clock = now;
Date.now = () => clock;

const server = createServer().listen(0, "127.0.0.1");
await once(server, "listening");
const origin = `http://127.0.0.1:${server.address().port}`;

const AUTHORIZE = `/${tenant}/oauth2/v2.0/authorize`;
const TOKEN = `/${tenant}/oauth2/v2.0/token`;
const IDENTITY_SCOPE = "openid offline_access profile email";
const PERMISSION = `${organization}/user_impersonation`;
// The lifetimes of Entra's tokens.
const ACCESS_SECONDS = 75 * 60;
const REFRESH_SECONDS = 90 * 24 * 3600;

const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);

const provider = new Provider(origin, {
  clients: [
    {
      client_id: clientId,
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: ["http://localhost"],
      id_token_signed_response_alg: "ES256",
    },
  ],
  jwks: { keys: [generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" })] },
  cookies: { keys: ["only the pages of this process"] },
  routes: { authorization: AUTHORIZE, token: TOKEN, jwks: `/${tenant}/discovery/v2.0/keys` },
  pkce: { required: () => true },
  scopes: IDENTITY_SCOPE.split(" "),
  claims: { openid: ["sub", "oid", "tid", "ver"], profile: ["name", "preferred_username"], email: ["email"] },
  conformIdTokenClaims: false,
  issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
  rotateRefreshToken: true,
  expiresWithSession: () => false,
  ttl: {
    AccessToken: ACCESS_SECONDS,
    AuthorizationCode: 10 * 60,
    Grant: 10 * REFRESH_SECONDS,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: REFRESH_SECONDS,
    Session: 3600,
  },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => organization,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: PERMISSION,
        audience: organization,
        accessTokenTTL: ACCESS_SECONDS,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "HS256", key: createSecretKey(key, "hex") } },
      }),
    },
  },
  extraTokenClaims: (_, token) => ({ oid: token.accountId, tid: tenant }),
  findAccount: (_, oid) => {
    const person = people.find((one) => one.oid === oid);
    return (
      person && {
        accountId: oid,
        claims: () => ({
          sub: oid,
          oid,
          tid: tenant,
          ver: "2.0",
          name: person.name,
          preferred_username: person.email,
          email: person.email,
        }),
      }
    );
  },
  interactions: { policy, url: (_, { uid }) => `/interaction/${uid}` },
});

/** Every refresh token that went out. */
const issued = [];
/** How many requests the token endpoint has had. */
let requests = 0;

provider.use(async (context, next) => {
  if (context.path === AUTHORIZE && context.query.prompt) {
    // Microsoft gives `offline_access` without this prompt, and shows its own page for consent.
    context.query = { ...context.query, prompt: `${context.query.prompt} consent` };
  }
  if (context.path === TOKEN) requests += 1;
  await next();
  if (context.path === TOKEN && context.body?.refresh_token) issued.push(context.body.refresh_token);
});

provider.use(async (context, next) => {
  if (!context.path.startsWith("/interaction/")) return next();
  const { params } = await provider.interactionDetails(context.req, context.res);
  if (context.method === "GET") {
    context.type = "html";
    const buttons = [...people.map(({ oid }) => oid), "deny"].map((oid) => `<button name="user" value="${oid}">`);
    context.body = `<form method="post" action="${context.path}">${buttons.join("")}</form>`;
    return undefined;
  }
  const oid = new URLSearchParams(await text(context.req)).get("user");
  const result = people.some((one) => one.oid === oid) ? await approved(oid, params) : { error: "access_denied" };
  const address = await provider.interactionResult(context.req, context.res, result);
  context.status = 303;
  context.redirect(address);
  return undefined;
});

async function approved(accountId, params) {
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(IDENTITY_SCOPE);
  grant.addResourceScope(organization, PERMISSION);
  return { select_account: {}, login: { accountId }, consent: { grantId: await grant.save() } };
}

const ORDERS = {
  /** What time it is, in milliseconds since 1970. */
  clock: async (milliseconds) => {
    clock = Number(milliseconds);
  },
  requests: async () => requests,
  /** The refresh tokens that would be accepted. */
  living: async () => {
    const found = await Promise.all(issued.map((token) => provider.RefreshToken.find(token)));
    return issued.filter((_, index) => found[index] && !found[index].consumed);
  },
  /** Ends every sign-in, as an administrator does. */
  revoke: async () => {
    const found = await Promise.all(issued.map((token) => provider.RefreshToken.find(token)));
    const grants = found.filter(Boolean).map(({ grantId }) => grantId);
    await Promise.all(grants.map((grant) => provider.RefreshToken.revokeByGrantId(grant)));
  },
};

server.on("request", provider.callback());
answer(origin);
for await (const line of lines) {
  const [order, argument] = line.split(" ");
  answer(await ORDERS[order](argument));
}
process.exit();

function answer(value = null) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
