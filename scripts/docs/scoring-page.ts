import { DISK_TERMS, HOST_TERMS, NEAR_BEST, NIC_TERMS, PROFILES, SCORE_TERM_NAMES } from '@iopath/core';
import { table } from './markdown';

/** docs/scoring.md: the terms and the built-in profiles are those of the code, the words around them are here. */
export function scoringPage(): string {
  return [INTRODUCTION, table(['term', 'for', 'value'], termRows()), WEIGHTS, profileTables(), REST].join('\n\n');
}

const INTRODUCTION = `# Scoring: what a score is made of

A term maps one candidate to 0..1, where 1 is all one could want. It never looks at other candidates, so a score means
the same on every fleet. Terms are one file each under \`libs/core/src/scoring/terms/\`; weights come from the request's
profile and may be overridden one by one in \`weights\`.

A device's score is the weighted mean of its terms. The VM's score is the mean over its NICs and disks and the host's own
terms, each weighted by the sum of weights behind it. Ties go to the order of the path catalogue, then to the lower PCI
address. Scores are rounded to six digits first.

Hosts within \`${NEAR_BEST}\` of the best score by the same NIC paths count as equally good, unless an alternative would then
score higher. Among them each request draws its host by a hash of what it asks for and the host's name, so that requests
that come at once do not all want one host; the same request on the same fleet draws the same. Profiles that fill hosts
take the best, of equals the smaller host name.

## Terms`;

const WEIGHTS = `Being faster than asked earns nothing: that is what keeps VFs for those who need them.

## Built-in profiles

Weights are judgement. They are in one table, visible in every answer, and yours to override, in the request or by a
profile of your own (docs/api.md). These are the first versions of the profiles that come with the product:`;

const REST = `## Alternatives
An answer lists the other members of the Pareto front: ways that no other way beats in latency, throughput, host CPU,
migration, isolation and scarcity all at once. Nothing is reserved for them.`;

function termRows(): readonly (readonly string[])[] {
  const terms = [
    ...NIC_TERMS.map((term) => ({ term, subject: 'NIC' })),
    ...DISK_TERMS.map((term) => ({ term, subject: 'disk' })),
    ...HOST_TERMS.map((term) => ({ term, subject: 'host' })),
  ];
  return SCORE_TERM_NAMES.flatMap((name) => {
    const subjectsByFormula = new Map<string, string[]>();
    for (const { term, subject } of terms) {
      if (term.name !== name) continue;
      subjectsByFormula.set(term.formula, [...(subjectsByFormula.get(term.formula) ?? []), subject]);
    }
    return [...subjectsByFormula].map(([formula, subjects]) => [`\`${name}\``, subjects.join(', '), formula]);
  });
}

function profileTables(): string {
  const profiles = Object.values(PROFILES);
  const head = ['', ...profiles.map(({ name }) => `\`${name}\``)];
  const weights = SCORE_TERM_NAMES.map((term) => [
    `weight of \`${term}\``,
    ...profiles.map((profile) => String(profile.weights[term])),
  ]);
  const objectives = [
    ['NIC p99 round trip, µs', ...profiles.map(({ objectives }) => String(objectives.nicLatencyUs))],
    ['NIC throughput, Mbit/s', ...profiles.map(({ objectives }) => String(objectives.nicThroughputMbps))],
    ['disk p99 completion, µs', ...profiles.map(({ objectives }) => String(objectives.diskLatencyUs))],
    ['disk IOPS', ...profiles.map(({ objectives }) => String(objectives.diskIops))],
    ['fills hosts', ...profiles.map(({ packs }) => (packs ? 'yes' : 'no'))],
  ];
  const purposes = profiles.map(({ name, description }) => `- \`${name}\`: ${description}`);
  return `${purposes.join('\n')}

${table(head, [...weights, ...objectives])}

The lower half is what a device is measured by when the request states no need of its own.`;
}
