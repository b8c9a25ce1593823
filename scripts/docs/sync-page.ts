import { FACT_PRECEDENCE, MERGE_WARNINGS } from '@iopath/core';
import { code, table } from './markdown';

/** docs/sync.md: the table of precedence and the contradictions are those of the code, the words around them are here. */
export function syncPage(): string {
  const facts = FACT_PRECEDENCE.map(({ fact, sources, why }) => [code(fact), sources.map(code).join(', '), why]);
  const warnings = Object.entries(MERGE_WARNINGS).map(([name, meaning]) => [code(name), meaning]);
  return [
    INTRODUCTION,
    table(['fact', 'who is believed, first to last', 'why'], facts),
    CONTRADICTIONS,
    table(['code', 'what it says'], warnings),
    REST,
  ].join('\n\n');
}

const INTRODUCTION = `# Synchronisation: what the advisor learns from the cloud

Where a cloud is configured ([operations](operations.md)), the workers ask its services every \`SYNC_EVERY_S\` seconds (60;
0 = only when asked for) and whenever somebody asks:

\`\`\`
curl -X POST localhost:8080/v1/syncs -d '{"stages":["hosts","networks"]}' -H 'content-type: application/json'
curl localhost:8080/v1/syncs                 # newest first
curl -N localhost:8080/v1/syncs/$ID/events   # server-sent events: progress, stage, end
\`\`\`

One synchronisation runs at a time, whichever worker runs it: it holds a lock of its database session, which ends with the
worker. A request joins the one that is queued already. What a dead worker left running is \`failed\` from then on.

| stage | asks | keeps |
| --- | --- | --- |
| hosts | Nova: services, hypervisors, aggregates, zones. Placement: every tree with inventories, traits, aggregates, usages | what each says of a host |
| networks | Neutron: agents with their mappings, networks with their segments, extensions | agents of hosts; networks; extensions, which count for planning unless \`NEUTRON_EXTENSIONS\` states them |
| servers | Nova: servers with flavor and topology. Neutron: their ports. Placement: their allocations | servers, which take of their hosts whoever made them |
| reconcile | nothing more | reservations follow their servers ([drift](drift.md)) |

A service that does not answer fails its stage only. The others run on what is stored and say so
(\`stored_facts_of\`). Facts grow old meanwhile, and every decision says how old: \`facts.oldest_age_s\` is the age of the
oldest of what was put and of each service that facts of the host come from. With Placement away for an hour it is an hour.

A synchronisation that finds nothing new reads Placement's listing and no tree (a tree whose providers have the generations
that they had is as it was), and writes three times of observation. Trees are read some at a time and written host by
host, so memory does not grow with what a cloud tells of its hosts.

## Hosts
A host of Nova is the one that was put under Nova's name of it, or under the name of its hypervisor, which may be a domain name.
One that nobody put is made, with what the cloud tells: CPUs and memory as Placement counts them, PCI devices without NUMA node.
Its first \`PUT …/inventory\` (\`generation\` null) takes it over. Bare-metal nodes are left out.

A host that Nova knows no more is not deleted: its service is \`absent\`, no VM is advised there, and
[drift](drift.md) tells of it. \`PUT …/inventory\` keeps its contract: generations count what is put, not what the cloud says.

## Whose word counts
\`put\` is what a collector or an operator put. \`GET /v1/hosts/{host_name}/inventory\` gives what all sources make together;
\`GET /v1/hosts/{host_name}/facts\` tells of each fact whose word it is, how old that is, and who says otherwise.`;

const CONTRADICTIONS = `What is not known to anybody stays unknown, and unknown is never taken for yes. Where no synchronisation has told of a
host's service or agents, no rule asks for them.

## Contradictions
Kept as warnings with the facts of the host:`;

const REST = `## What it costs
\`npm run bench:sync\` prints what a cloud of 1,000 computes with two PCI providers each takes: time, heap, rows written, for the first
synchronisation, one without news, and one after 1 in 100 hosts changed.`;
