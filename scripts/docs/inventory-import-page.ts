import { LAYER_PRECEDENCE } from '@iopath/core';
import { IMPORT_READERS } from '@iopath/host-facts';
import { code, table } from './markdown';

/** docs/inventory-import.md: the formats and the table of precedence are those of the code, the words around them are here. */
export function inventoryImportPage(): string {
  const formats = IMPORT_READERS.map(({ format, what }) => [code(format), what]);
  const facts = LAYER_PRECEDENCE.map(({ fact, sources, why }) => [code(fact), sources.map(code).join(', '), why]);
  return [
    INTRODUCTION,
    table(['format', 'what it is'], formats),
    LAYING,
    table(['fact', 'who is believed, first to last', 'why'], facts),
    REST,
  ].join('\n\n');
}

const INTRODUCTION = `# Imported inventories: what other tools know of a host

Operators have inventories already. The advisor reads them as they are:

\`\`\`
curl -X POST "localhost:8080/v1/hosts/compute-01/inventory:import?format=sriov-nodestate" --data-binary @nodestate.yaml
curl localhost:8080/v1/hosts/compute-01/facts     # who told what, how old it is, what nobody saw
\`\`\`

The body is what the tool wrote, of any content type, at most 32 MiB (413 beyond, of which nothing is held). \`observed_at\` says
when its facts were observed; left out, it is what the body says, else when it came. With \`generation\` the import is refused
(409) once somebody else changed the host. A body that cannot be read is refused whole, with one of the \`import.*\` codes of
[problems](problems.md) and the place in it. A host that is not there is made. With \`dry_run=true\` nothing is written, and the
answer tells under \`diff\` [what would change](inventory-changes.md) and which VMs that touches.

## Formats`;

const LAYING = `What is read of libvirt, hwloc and lshw, and what those cannot tell, is in [inventory formats](inventory-formats.md).

Each source tells some facts and not others, so one host may be imported in several formats: CPUs and NUMA nodes of one, VFs of
another, what Nova is configured with of a third. In what order they come does not matter.

## How they make one inventory
Each format is a layer; the same format again takes the place of its former layer. What was put is the base. Layers are laid
over the base fact by fact:

- A fact that a layer tells is believed before what was put, and what was put fills the gaps: a \`physical_network\` that an
  operator put stays until a source tells another one.
- Between layers the table below decides, however old they are. What a source does not know it does not tell, so the next one
  in the row is believed.
- A list (NUMA nodes, NICs, other devices, bridges) is everything that some layer names. What was put beside it is gone once
  a layer names all there is; it stays while every layer that tells the list tells a part of it (the SR-IOV operator knows
  NICs with SR-IOV only).
- Of the VFs of one NIC, one source says which there are; the others tell more of those.
- A function counts once: what one source lists as a NIC is a VF where another one says whose. A NIC or device whose vendor
  and product ids nobody tells is left out, and so is whatever contradicts the rest, each with a warning in the answer: the
  result is always an inventory that \`PUT\` would take.
- VFs of which a source names the addresses only (the list of a PF in libvirt) have the product id that VFs of the PF's model
  have, which \`assumed\` tells; of a model that has several, or is not known, they are left out.
- With \`[pci]device_spec\` and aliases told, devices are given out as Nova would.

A fact of the table stands for everything below it that has no line of its own. Sources that a line does not name come after
those that it does, by name.`;

const REST = `\`fact_sources\` of the inventory tells of each fact who was believed, \`unseen\` what no source could see and why, \`assumed\` what
nobody saw and was inferred.

## PUT and import
\`PUT …/inventory\` and \`POST /v1/hosts:bulk\` replace the whole inventory: what was imported is dropped with what was put.
Where a collector puts whole inventories, import only what it cannot know, and again after it has put; or import everything and
put nothing. \`GET …/inventory\` gives what the layers make together; put back, that is the new base, without layers.

An import that changes no fact changes no generation, and neither does a time or what pages are free. The same bytes again are
not even read: only the time moves, which makes a repeated import cheap (\`npm run bench:import\`).

A host is as old as the oldest of its layers ([inventory age](inventory-age.md)): import each of them regularly, or replace them
by a \`PUT\`. Bodies above 64 KiB are read on a thread of
their own, one after the other, for a minute at most (\`import.too_large\`): they keep nobody else waiting.`;
