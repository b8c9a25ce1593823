import { NIC_CATALOGUE, NIC_SOURCES, NIC_WARNINGS, type NicFamily, type NicSourceName } from '@iopath/core';
import { code, table } from './markdown';

/** docs/nics.md: catalogue, sources and warnings are those of the code, the words around them are here. */
export function nicsPage(): string {
  return [
    INTRODUCTION,
    table(CATALOGUE_HEAD, NIC_CATALOGUE.map(catalogueRow)),
    notes(),
    ROUTINGS,
    table(['NIC', 'with ARI', 'without'], routingRows()),
    SOURCES,
    table(
      ['', 'source'],
      Object.entries(NIC_SOURCES).map(([name, text]) => [code(name), text]),
    ),
    ASSUMED,
    WARNINGS,
    table(['code', 'severity', 'meaning'], warningRows()),
    ADVICE,
  ].join('\n\n');
}

const INTRODUCTION = `# NICs: what is known of models, what is assumed of a host, how many VFs to have

The advisor knows SR-IOV NICs by their PCI ids. What a host tells of itself always counts more: the kernel's
\`sriov_totalvfs\` is the truth about a PF, and the catalogue stands in where nobody read it. The data is in
\`libs/core/src/nic-catalogue/families/\`, one file a maker; \`GET /v1/nic-models\` gives it out.

| call | tells |
| --- | --- |
| \`GET /v1/nic-models?vendor_id=&product_id=\` | the catalogue |
| \`GET /v1/hosts/{host_name}/nics\` | each PF: its model, what is assumed of it and why, what may be wrong |
| \`GET /v1/hosts/{host_name}/vf-advice\` | each PF: how many VFs it should have, and what a change takes |

## The catalogue
A VF's id does not tell which card it is on: several families have the same. In italics what nobody confirmed: it is shown, and
nothing is concluded from it. Of \`limit\`:

- **a PF**: a constant of the driver. The PCI capability may say one more (8 for 7, 64 for 63); the kernel does not.
- **a card**: its ports share the number evenly, so a PF of a card with four ports has half as many as one of a card with two.
  It bounds what a PF can have, and is never assumed to be it.
- **in the card**: an operator sets it, and the same model shows 0, 4, 8, 16 or 63. It is never assumed.
- **seen**: what machines had, with nothing behind it.`;

const CATALOGUE_HEAD = [
  'NIC',
  'PF ids',
  'VF ids',
  'drivers',
  'Gbit/s',
  'VF limit',
  'queue pairs of a VF: usual, at most',
  'trust, switchdev, vDPA',
  'sources',
];

function catalogueRow(family: NicFamily): readonly string[] {
  const { vendorId } = family;
  const ids = (products: readonly string[]): string => products.map((id) => code(`${vendorId}:${id}`)).join(' ');
  return [
    `${family.vendor} ${family.title}`,
    ids(family.pfProductIds),
    ids(family.vfProductIds),
    `${code(family.pfDriver)}, ${code(family.vfDriver)}`,
    family.linkSpeedsMbps.map((speed) => speed / 1000).join(', '),
    marked(family, 'vf_limit', limitText(family.vfLimit)),
    marked(family, 'vf_queues', queuesText(family.vfQueues)),
    marked(family, 'features', featuresText(family.features)),
    family.sources.map((source: NicSourceName) => code(source)).join(' '),
  ];
}

function marked(family: NicFamily, fact: NicFamily['unconfirmed'][number], text: string): string {
  return family.unconfirmed.includes(fact) && text !== '?' ? `*${text}*` : text;
}

function limitText(limit: NicFamily['vfLimit']): string {
  switch (limit.kind) {
    case 'driver':
      return `${limit.perPf} a PF`;
    case 'device':
      return `${limit.perDevice} a card`;
    case 'firmware':
      return `in the card: ${limit.setting}${limit.factoryDefault === null ? '' : `, ${limit.factoryDefault} as it comes`}`;
    case 'seen':
      return `${limit.perPf} a PF seen`;
    case 'unknown':
      return '?';
  }
}

function queuesText({ defaultPairs, maxPairs, byVfCount, byVectors }: NicFamily['vfQueues']): string {
  if (defaultPairs === null && maxPairs === null) return '?';
  const steps = byVfCount.map(({ upToVfs, pairs }) => `${pairs} with up to ${upToVfs} VFs`);
  const vectors = byVectors.length === 0 ? [] : [`${byVectors.join(', ')} by its interrupt vectors`];
  return [`${defaultPairs ?? '?'}, ${maxPairs ?? '?'}`, ...steps, ...vectors].join('; ');
}

function featuresText({ trustedVf, switchdev, vdpa }: NicFamily['features']): string {
  const told = (value: boolean | null): string => (value === null ? '?' : value ? 'yes' : 'no');
  return [trustedVf === 'by_firmware' ? 'by firmware' : told(trustedVf), told(switchdev), told(vdpa)].join(', ');
}

function notes(): string {
  return NIC_CATALOGUE.flatMap(({ vendor, title, note }) =>
    note === null ? [] : [`- **${vendor} ${title}**: ${note}`],
  ).join('\n');
}

const ROUTINGS = `### Where VFs lie behind their PF
A VF has the routing ID of its PF, plus First VF Offset, plus its index times VF Stride (SR-IOV 1.1, 3.3.9 and 3.3.10). A source
that tells no parents, as \`lspci\` or a trimmed capture, can be read by that. Offsets depend on whether ARI is on; of other NICs
they depend on port and firmware.`;

function routingRows(): readonly (readonly string[])[] {
  return NIC_CATALOGUE.filter(({ vfRoutings }) => vfRoutings.length > 0).map((family) => {
    const by = (ari: boolean): string => {
      const routing = family.vfRoutings.find((each) => each.ari === ari);
      return routing === undefined ? '?' : `offset ${routing.firstVfOffset}, stride ${routing.vfStride}`;
    };
    const name = `${family.vendor} ${family.title}`;
    return [name, marked(family, 'vf_routing', by(true)), marked(family, 'vf_routing', by(false))];
  });
}

const SOURCES = '### Sources';

const ASSUMED = `## What is assumed
Where an inventory says nothing of it, and only then:

| fact | is assumed to be |
| --- | --- |
| \`driver\`, \`vf_driver\` | the kernel's driver for the model |
| \`link_speeds_mbps\` | what a port of the model may run at |
| \`total_vfs\` | the driver's constant; never of a card whose ports share it, or whose firmware has it |
| \`vf_queues\` | what a VF has when nobody asks for more |
| \`vf_queues_max\` | what it can have with as many VFs on as there are, by the model and by \`vf_total_msix\` |

Planning takes \`vf_queues\` for a VF whose queue pairs nobody told (before, it took one), and the answer says so in
\`facts.assumed\`. No other assumption enters a decision.`;

const WARNINGS = `## What may be wrong
One rule a file in \`libs/core/src/nic-catalogue/warnings/\`; nothing is said of a NIC that is not in the catalogue. \`info\` is
what to know before something is changed.`;

function warningRows(): readonly (readonly string[])[] {
  return Object.entries(NIC_WARNINGS).map(([name, { severity, meaning }]) => [code(name), severity, meaning]);
}

const ADVICE = `## How many VFs
A PF needs as many VFs as are held, and its share of what a day brings: the VF NICs that were asked for on its physical network in
the last 24 hours, in the whole fleet, divided among the PFs that active hosts have there. NICs that were given a VF count, and NICs
of requests that found no valid host and allow paths on VFs only. A request that was sent again counts once.

A PF that is on no physical network and has no VFs is not for guests: no demand falls to it.

- **No change** where the present number suffices: every change destroys all VFs of the PF, so it has to be worth it.
- **More** where it does not: room for two days, so that the next change is not due tomorrow, as far as that takes no
  queues from the VFs that the first day needs.
- **Fewer** where that gives each VF more of the queues that are wanted: an 82599 with 33 VFs gives 2 queues to each, with 32 it
  gives 4. Wanted is what suffices for three in four of the NICs that were asked for, one queue pair a vCPU.

Never more than \`sriov_totalvfs\`, than the driver allows (where sysfs was not read, that alone), than the interrupt vectors of the
PF give a queue each; never fewer than are held; and for more of the same demand never fewer. What is on is taken to be possible.
Where nobody knows how many there can be, it is the present number. Where the limit is set in the card, the advice says how it is
raised.

### What a change takes
The kernel takes another number only after 0 (\`drivers/pci/pci-sysfs.c\`), so nobody may hold a VF of the PF meanwhile. \`change\`
names who does (\`holders\`; what the advisor did not place it cannot move), what to do before, two bodies for
\`POST /v1/replans\` (a what-if that shows what would move where, and a drain that makes room; see [what-if](what-if.md) and
[re-plans](replans.md)), and the commands. Where a PF's eswitch is in switchdev mode it is put there again before the VFs come, and
where interrupt vectors can be divided (\`sriov_vf_total_msix\`) each VF gets one more than the queues that are wanted. The
number does not outlive a reboot by itself, and the new VFs may have other addresses and IOMMU groups: put a new inventory, and look
whether \`[pci]device_spec\` still matches.`;
