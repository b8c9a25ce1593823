import { printableDocument } from '../printable';

/** @param isIndented one entry a line; else all in one */
export function jsonFormat(document: unknown, isIndented: boolean): string {
  return `${printableDocument(JSON.stringify(document, null, isIndented ? 2 : 0))}\n`;
}
