import type { WireAnswer } from "../../../compare/client/message.ts";
import { readToken, tokenRequest } from "../../../compare/client/tokens.ts";

const client = { tokenUrl: "https://pool.test/oauth2/token?x=1", id: "id", secret: "s:ecret" };
const answer = (status: number, body: string): WireAnswer => ({ status, body, headers: [], milliseconds: 1 });

test("the request is client_credentials with HTTP Basic and no other parameter (RFC 6749 4.4.2)", () => {
  const wire = tokenRequest(client);
  expect(wire).toMatchObject({
    origin: "https://pool.test",
    verb: "POST",
    target: "/oauth2/token?x=1",
    body: "grant_type=client_credentials",
  });
  expect(wire.headers).toContainEqual([
    "Authorization",
    `Basic ${Buffer.from("id:s:ecret").toString("base64")}`,
  ]);
  expect(wire.headers).toContainEqual(["Content-Type", "application/x-www-form-urlencoded"]);
});

describe("readToken", () => {
  test("reads the token and its lifetime", () => {
    expect(
      readToken(client, answer(200, '{"access_token":"t","expires_in":300,"token_type":"Bearer"}')),
    ).toEqual({
      value: "t",
      expiresIn: 300,
    });
  });

  test.each([
    ["no lifetime", '{"access_token":"t"}'],
    ["a lifetime that is none", '{"access_token":"t","expires_in":"soon"}'],
  ])("takes an hour for %s", (_, body) => {
    expect(readToken(client, answer(200, body)).expiresIn).toBe(3600);
  });

  test.each([
    [400, '{"error":"invalid_client"}', /400 invalid_client: the client id or its secret/],
    [400, '{"error":"invalid_scope"}', /400 invalid_scope: the client has none of the scopes/],
    [503, "<html>", /503 status 503/],
    [200, "<html>", /200 without access_token/],
    [200, "[]", /200 without access_token/],
  ])("F [R] refuses %i %s by name, without the secret", (status, body, message) => {
    expect(() => readToken(client, answer(status, body))).toThrow(message);
    expect(() => readToken(client, answer(status, body))).toThrow(/client id/);
    expect(() => readToken(client, answer(status, body))).not.toThrow(/s:ecret/);
  });
});
