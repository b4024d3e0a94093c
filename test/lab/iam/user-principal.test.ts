import { Clock } from "../../../lab/clock.ts";
import { CredentialStore } from "../../../lab/iam/credentials.ts";
import { IamDirectory } from "../../../lab/iam/directory.ts";
import { addAccessKeys } from "../../../lab/iam/user-principal.ts";
import { Problems } from "../../../terraform/errors.ts";
import { deployment } from "../support/deployment.ts";

test("a user's access keys stand for the user", () => {
  const user = { name: "alice", path: "/team/", tags: { team: "a" } };
  const directory = new IamDirectory(
    [
      deployment({
        "aws_iam_user.alice": user,
        "aws_iam_access_key.one": { user: "alice" },
        "aws_iam_access_key.two": { user: "alice", status: "Inactive" },
      }),
    ],
    new Problems(),
  );
  const credentials = new CredentialStore(new Clock(() => 0));
  addAccessKeys(directory.users, credentials);
  const [key] = directory.user("arn:aws:iam::123456789012:user/team/alice")?.accessKeys ?? [];
  expect(credentials.lookup(key?.accessKeyId ?? "")).toEqual({
    ...key,
    principal: {
      kind: "user",
      arn: "arn:aws:iam::123456789012:user/team/alice",
      accountId: "123456789012",
      userId: expect.stringMatching(/^AIDA.{17}$/),
      tags: { team: "a" },
    },
  });
  expect(directory.users.flatMap(({ accessKeys }) => accessKeys)).toHaveLength(1);
});
