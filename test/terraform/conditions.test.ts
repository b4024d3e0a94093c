import { deploy, refusals } from "./support/stack.ts";

function refused(lifecycle: unknown): readonly string[] {
  const role = { assume_role_policy: "{}", name: "r", lifecycle };
  return refusals(() => deploy({ resource: { aws_iam_role: { r: role } } }));
}

test.each([
  { precondition: [{ condition: "${1 == 1}", error_message: "x" }] },
  { precondition: { condition: true, error_message: "x" } },
  { postcondition: [{ condition: '${self.name == "r"}', error_message: "x" }] },
  { postcondition: [{ condition: "${self.create_date != timestamp()}", error_message: "x" }] },
  [{ create_before_destroy: true, ignore_changes: "all", replace_triggered_by: ["aws_iam_role.x"] }],
  { precondition: "odd" },
])("%j stops nothing", (lifecycle) => expect(refused(lifecycle)).toEqual([]));

test.each([
  [
    { precondition: [{ condition: "${1 == 2}", error_message: "one is ${1 + 1}" }] },
    "lifecycle.precondition[0]: one is 2",
  ],
  [
    { postcondition: { condition: '${self.name == "x"}', error_message: "m" } },
    "lifecycle.postcondition[0]: m",
  ],
  [{ precondition: [{ condition: false }] }, "lifecycle.precondition[0]: the condition is false"],
])("%j is refused, as Terraform would not deploy it", (lifecycle, message) => {
  expect(refused(lifecycle)).toEqual([`aws_iam_role.r: ${message}`]);
});
