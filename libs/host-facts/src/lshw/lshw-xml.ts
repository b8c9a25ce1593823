import { UnreadableImport } from '../import/import-reader';
import { readXml } from '../xml/read-xml';
import { attribute, childNamed, childrenNamed, childText, type XmlElement } from '../xml/xml-element';
import { decimal } from '../pci/written-numbers';
import { BIT_PER_S, type LshwNode } from './lshw-node';

/** `lshw -xml`: a `node`, or a `list` of them since B.02.16 (with `-class` one for each device). */
export function nodesOfXml(bytes: Uint8Array): readonly LshwNode[] {
  return readXml(bytes).flatMap((root) => {
    if (root.name === 'node') return [nodeOf(root)];
    if (root.name === 'list') return childrenNamed(root, 'node').map(nodeOf);
    throw new UnreadableImport('import.not_this_format', `<${root.name.slice(0, 64)}> is not what lshw writes`);
  });
}

function nodeOf(element: XmlElement): LshwNode {
  const size = childNamed(element, 'size');
  return {
    id: attribute(element, 'id') ?? '',
    class: attribute(element, 'class') ?? '',
    businfo: childText(element, 'businfo') ?? '',
    handle: attribute(element, 'handle') ?? '',
    modalias: attribute(element, 'modalias') ?? '',
    logicalNames: childrenNamed(element, 'logicalname').flatMap(({ text }) => (text === '' ? [] : [text])),
    description: childText(element, 'description') ?? '',
    product: childText(element, 'product') ?? '',
    vendor: childText(element, 'vendor') ?? '',
    sizeBitPerS: attribute(size, 'units') === BIT_PER_S ? decimal(size?.text ?? null) : null,
    configuration: new Map(
      childrenNamed(childNamed(element, 'configuration'), 'setting').map((setting) => [
        attribute(setting, 'id') ?? '',
        attribute(setting, 'value') ?? '',
      ]),
    ),
    capabilities: new Set(
      childrenNamed(childNamed(element, 'capabilities'), 'capability').map(
        (capability) => attribute(capability, 'id') ?? '',
      ),
    ),
    children: childrenNamed(element, 'node').map(nodeOf),
  };
}
