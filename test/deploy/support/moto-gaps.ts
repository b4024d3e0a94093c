/** A request to the AWS endpoint, or its answer. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** The `X-Amz-Target` header of AWS's JSON protocols; empty elsewhere. */
  readonly target: string;
  readonly body: Buffer;
}

/**
 * What moto 5.2.1 leaves out of AWS's answers, and what is put in its place. Nothing else that Terraform and moto say to
 * each other is touched.
 */
export class MotoGaps {
  /** The token validation of each authorizer, by its path, as it was sent. */
  readonly #validations = new Map<string, string>();

  /**
   * An answer that moto cannot give. It has no `DeleteResourceServer`, and the provider repeats the call for ten
   * minutes; the resource server is gone with its pool, which is deleted next.
   */
  answer({ target }: Exchange): string | undefined {
    return target === "AWSCognitoIdentityProviderService.DeleteResourceServer" ? "{}" : undefined;
  }

  /**
   * An answer of moto, mended.
   *
   * - API Gateway answers a resource policy with its quotes escaped, as if for inside another JSON string; moto answers
   *   it as it came.
   * - moto forgets an authorizer's `identityValidationExpression`.
   */
  mend({ method, path, body }: Exchange, answer: Buffer): Buffer {
    if (/^\/restapis\/[^/]+$/.test(path))
      return mendJson(answer, ({ policy }) => (policy ? { policy: escaped(policy) } : undefined));
    if (!/^\/restapis\/[^/]+\/authorizers(\/|$)/.test(path)) return answer;
    return mendJson(answer, ({ id }) => {
      if (typeof id !== "string") return undefined;
      const authorizer = path.endsWith("/authorizers") ? `${path}/${id}` : path;
      const sent =
        method === "POST" ? (JSON.parse(`${body}`) as Json).identityValidationExpression : undefined;
      if (typeof sent === "string") this.#validations.set(authorizer, sent);
      const known = this.#validations.get(authorizer);
      return known === undefined ? undefined : { identityValidationExpression: known };
    });
  }
}

type Json = Readonly<Record<string, unknown>>;

function mendJson(text: Buffer, change: (answer: Json) => Json | undefined): Buffer {
  const answer = JSON.parse(`${text}`) as Json;
  const changed = change(answer);
  return changed ? Buffer.from(JSON.stringify({ ...answer, ...changed })) : text;
}

const escaped = (policy: unknown) => JSON.stringify(policy).slice(1, -1);
