/** What `--help` prints. */
export const HELP = `npm run compare -- [options]

Sends every scenario through every method that an outputs file describes, and compares them.

  --outputs FILE          outputs of the lab (default .lab/outputs.json) or of AWS: cdktf deploy
                          --outputs-file FILE --outputs-file-include-sensitive-outputs
  --env FILE              KEY=value lines: AWS_*, TOKEN_URL, <CALLER>_CLIENT_ID and _SECRET
                          (default: the file env beside the outputs file, if there is one)
  --only ID[,ID]          these scenarios only; may be repeated
  --method METHOD         iam, cognito-scopes or custom-authorizer only; may be repeated
  --denied-address ADDR   an address of this machine that the deployment denies
  --samples N             requests that latency is measured with, a method and stack (50)
  --synthesized DIR       synthesized Terraform to count in (default cdktf.out)
  --json FILE             writes the result as JSON too (docs/report.md)

npm run compare -- --explain "<method> <caller> <verb> <path>"

  Sends one request and tells how it was decided. Takes --outputs, --env and --json.

npm run compare -- --cost

  Computes what a month costs as traffic grows. Sends nothing.

  --requests N[,N]        requests a month: 1000, 10M, 1B (default a thousand to a billion)
  --callers N             callers of the API (default 2)
  --processes N           processes of each caller that keep a token of their own (default 1)
  --cache-hit-rate R      part of the requests that a cached policy answers, 0 to 1 (computed)
  --token-lifetime S      seconds (default 3600)
  --region R              us-east-1 (default) or ap-northeast-2, whose prices are partly unverified
  --json FILE             writes every bill as JSON too

Exit codes: 0 all as expected, 1 a scenario failed, 2 wrong usage or unusable target,
130 interrupted.
`;
