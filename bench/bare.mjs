/** The floor: a bare `node:http` server that answers the backend's body. Prints its port. */
import { createServer } from "node:http";

const body = '{"code":"00000","message":"success"}';
const server = createServer((_, response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
});
server.listen(0, "127.0.0.1", () =>
  console.log(/** @type {import("node:net").AddressInfo} */ (server.address()).port),
);
