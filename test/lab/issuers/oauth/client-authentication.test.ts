import fc from "fast-check";
import {
  authenticateClient,
  type RegisteredClient,
} from "../../../../lab/issuers/oauth/client-authentication.ts";
import { OAuthError } from "../../../../lab/issuers/oauth/error.ts";
import { tokenParameters } from "../../../../lab/issuers/oauth/parameters.ts";
import { basicHeader, type Sent, tokenRequest } from "../support/request.ts";

const CLIENTS = new Map<string, RegisteredClient>([
  ["machine", { id: "machine", secret: "s3cret" }],
  ["other", { id: "other", secret: "0ther" }],
  ["public", { id: "public", secret: undefined }],
]);

function authenticated(sent: Sent): string {
  const request = tokenRequest("/oauth2/token", sent);
  try {
    return authenticateClient(request, tokenParameters(request), (id) => CLIENTS.get(id)).id;
  } catch (error) {
    if (error instanceof OAuthError) {
      expect(error.message).not.toMatch(/s3cret|wrong1/);
      return error.code;
    }
    throw error;
  }
}

const authorization = (value: string): Sent => ({ headers: [["Authorization", value]] });

describe("authenticateClient", () => {
  test.each<[string, Sent, string]>([
    ["HTTP Basic", { basic: "machine:s3cret" }, "machine"],
    [
      "HTTP Basic with the same client_id in the form",
      { basic: "machine:s3cret", body: "client_id=machine" },
      "machine",
    ],
    [
      "the scheme in another case",
      authorization(basicHeader("machine:s3cret").replace("Basic", "bAsIc")),
      "machine",
    ],
    [
      "a header name in another case",
      { headers: [["AUTHORIZATION", basicHeader("machine:s3cret")]] },
      "machine",
    ],
    ["id and secret in the form", { body: "client_id=machine&client_secret=s3cret" }, "machine"],
    ["a public client by its id", { body: "client_id=public" }, "public"],
    ["no client at all", {}, "invalid_client"],
    ["an unknown client", { basic: "nobody:s3cret" }, "invalid_client"],
    ["a wrong secret", { basic: "machine:wrong1" }, "invalid_client"],
    ["the secret of another client", { basic: "machine:0ther" }, "invalid_client"],
    ["a secret that is longer", { basic: "machine:s3cret " }, "invalid_client"],
    ["an empty secret", { basic: "machine:" }, "invalid_client"],
    ["no secret in the form", { body: "client_id=machine" }, "invalid_client"],
    ["a public client with a secret", { basic: "public:x" }, "invalid_client"],
    ["a public client with an empty Basic secret", { basic: "public:" }, "invalid_client"],
    ["Basic without a colon", { basic: "machine" }, "invalid_client"],
    ["Basic without an id", { basic: ":s3cret" }, "invalid_client"],
    ["Basic that is not base64", authorization("Basic machine:s3cret"), "invalid_client"],
    ["Basic with nothing", authorization("Basic "), "invalid_client"],
    ["a bearer token", authorization("Bearer abc"), "invalid_client"],
    ["an empty Authorization header", authorization(""), "invalid_client"],
    ["a name of every object", { basic: "__proto__:x" }, "invalid_client"],
    [
      "two Authorization headers",
      { basic: "machine:s3cret", ...authorization(basicHeader("other:0ther")) },
      "invalid_request",
    ],
    [
      "a secret in the form too",
      { basic: "machine:s3cret", body: "client_secret=s3cret" },
      "invalid_request",
    ],
    ["another client in the form", { basic: "machine:s3cret", body: "client_id=other" }, "invalid_request"],
    ["another client in the query", { basic: "machine:s3cret", query: "client_id=other" }, "invalid_request"],
    ["the secret in the query", { query: "client_id=machine&client_secret=s3cret" }, "invalid_request"],
  ])("%s → %s", (_what, sent, outcome) => {
    expect(authenticated(sent)).toBe(outcome);
  });

  test("a colon may stand in a secret", () => {
    const request = tokenRequest("/oauth2/token", { basic: "a:b:c" });
    const find = (id: string) => (id === "a" ? { id, secret: "b:c" } : undefined);
    expect(authenticateClient(request, tokenParameters(request), find).id).toBe("a");
  });

  test("no Authorization header and no form other than the right ones authenticate", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constant("machine:s3cret"));
    fc.assert(
      fc.property(text, text, (header, body) => {
        const outcome = authenticated({ headers: [["Authorization", header]], body });
        expect(["invalid_client", "invalid_request", "public"]).toContain(outcome);
      }),
    );
  });
});
