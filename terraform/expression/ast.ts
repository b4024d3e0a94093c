/** The expression language of Terraform as a tree. */
export type Node =
  | { readonly type: "literal"; readonly value: null | string | number | boolean }
  /** Text with interpolations and directives; always gives a string. */
  | { readonly type: "template"; readonly parts: readonly Part[] }
  /** A name of the scope: `var`, `aws_lambda_function`, the variable of a `for`. */
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "access"; readonly of: Node; readonly steps: readonly Step[] }
  /** `expand`: the last argument is followed by `...`. */
  | { readonly type: "call"; readonly name: string; readonly args: readonly Node[]; readonly expand: boolean }
  | { readonly type: "unary"; readonly operator: "-" | "!"; readonly operand: Node }
  | { readonly type: "binary"; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly type: "conditional"; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly type: "tuple"; readonly items: readonly Node[] }
  | { readonly type: "object"; readonly items: readonly { readonly key: Node; readonly value: Node }[] }
  | ForNode;

/** `[for k, v in c : v if t]`, or with a key `{for k, v in c : k => v... if t}`. */
export interface ForNode extends Loop {
  readonly type: "for";
  /** Only of the form that gives an object. */
  readonly resultKey: Node | undefined;
  readonly result: Node;
  /** `...`: values with the same key are grouped. */
  readonly group: boolean;
  readonly test: Node | undefined;
}

/** What both forms of `for` share. */
export interface Loop {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Node;
}

/** One step of `a.b[0].*.c[*]`. */
export type Step =
  | { readonly type: "attribute"; readonly name: string }
  | { readonly type: "index"; readonly key: Node }
  /** `.*` or `[*]`, with the steps that are taken on each element. */
  | { readonly type: "splat"; readonly steps: readonly Step[] };

/** A piece of a template. */
export type Part =
  | string
  | { readonly type: "interpolation"; readonly value: Node }
  | { readonly type: "if"; readonly test: Node; readonly yes: readonly Part[]; readonly no: readonly Part[] }
  | ({ readonly type: "for"; readonly body: readonly Part[] } & Loop);

export type BinaryOperator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | ">"
  | "<="
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";
