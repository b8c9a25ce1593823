/** An element as it is written: nothing is turned into numbers, names mean nothing to JavaScript. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text directly in it, without that of its children, trimmed. */
  readonly text: string;
}

export function childrenNamed(element: XmlElement | null, name: string): readonly XmlElement[] {
  return element === null ? [] : element.children.filter((child) => child.name === name);
}

export function childNamed(element: XmlElement | null, name: string): XmlElement | null {
  return element?.children.find((child) => child.name === name) ?? null;
}

/** Text of a child; null when there is no such child, or nothing in it. */
export function childText(element: XmlElement | null, name: string): string | null {
  const text = childNamed(element, name)?.text ?? '';
  return text === '' ? null : text;
}

/** Null when the attribute is not there, or is empty. */
export function attribute(element: XmlElement | null, name: string): string | null {
  const value = element?.attributes.get(name)?.trim() ?? '';
  return value === '' ? null : value;
}
