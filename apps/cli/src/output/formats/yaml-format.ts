import { Document, Scalar, visit } from 'yaml';
import { needsEscapes, printableDocument } from '../printable';

/** As the `openstack` command writes it: block style, keys in the order of the columns. */
export function yamlFormat(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      // Only there can such a character be written out.
      if (typeof node.value === 'string' && needsEscapes(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return printableDocument(document.toString({ lineWidth: 0 }));
}
