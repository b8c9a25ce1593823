/** A value of HCL; a block is written by {@link hclBlock}. */
export type HclValue = string | number | boolean | HclExpression | readonly HclValue[] | HclObject;

export interface HclObject {
  readonly [key: string]: HclValue;
}

/** Text that is HCL already: a reference such as `var.image`. Never made of what a user gave. */
export class HclExpression {
  constructor(readonly text: string) {}
}

export function reference(text: string): HclExpression {
  return new HclExpression(text);
}

/**
 * A quoted template without templates in it: `${` and `%{` begin one unless their first character is doubled, and
 * quotes, backslashes and line breaks need a backslash (HCL native syntax specification, "Quoted template").
 */
export function hclText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

export function hclValue(value: HclValue, indent: string): string {
  if (value instanceof HclExpression) return value.text;
  if (typeof value === 'string') return hclText(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map((one) => hclValue(one, indent)).join(', ')}]`;
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(([key, one]) => `${inner}${hclText(key)} = ${hclValue(one, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

function isList(value: readonly HclValue[] | HclObject): value is readonly HclValue[] {
  return Array.isArray(value);
}

/** Something in the body of a block: an argument, or a block. */
export type HclItem = { readonly name: string; readonly value: HclValue } | HclBlock;

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly items: readonly HclItem[];
}

export function argument(name: string, value: HclValue): HclItem {
  return { name, value };
}

export function block(type: string, labels: readonly string[], items: readonly HclItem[]): HclBlock {
  return { type, labels, items };
}

export function hclBlock({ type, labels, items }: HclBlock, indent = ''): string {
  const inner = `${indent}  `;
  const lines = items.map((item) =>
    'type' in item ? hclBlock(item, inner) : `${inner}${item.name} = ${hclValue(item.value, inner)}`,
  );
  const head = [type, ...labels.map(hclText), '{'].join(' ');
  return `${indent}${head}\n${lines.join('\n')}\n${indent}}`;
}
