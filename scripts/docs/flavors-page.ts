import { ALL_LINT_RULES } from '@iopath/core';
import { code, table } from './markdown';

/** docs/flavors.md: the rules of the lint are those of the code, the words around them are here. */
export function flavorsPage(): string {
  return [INTRODUCTION, table(['code', 'severity', 'rule', 'source'], ruleRows()), CONSOLIDATION].join('\n\n');
}

const INTRODUCTION = `# Flavors: one name for one meaning, lint, consolidation

## One name for one meaning
The flavor of an answer is named after what it is: \`iopath-<vCPUs>c-<MiB>m-<GiB>g-<hash>\`, the hash being of the
canonical extra specs. Flavors that mean the same to Nova **with every image** get the same name, however they are
written: words for true and false, page sizes (\`2MB\` is \`2048\`), lists of guest CPUs, blanks in alias lists. What Nova
never reads is left out of the name. The extra specs in the answer stay as the caller wrote them.

\`hw:cpu_policy=shared\` is not the same as no policy: it keeps an image from asking for pinned CPUs. With an image that
does not ask, it is. So where the image is known, as in a request, flavors are compared with it.

\`existing_flavors\` in a request lists what the cloud has. If one of them builds the same guest from the request's image,
it is the answer, with \`reused: true\` and its own extra specs; of several the first by name. Swap, ephemeral disk and
the rxtx factor are not compared, so flavors that use them do not belong on the list.

## Lint
\`POST /v1/flavors:lint\` takes a flavor with its image and ports, and a release. An image that is left out states nothing;
ports that are left out are not known, and nothing is said that depends on them.

\`error\`: Nova or Neutron refuses it, or the guest cannot work. \`warning\`: it is accepted and is not what it seems.
\`notice\`: it has no effect, or is said elsewhere already. Nova names one contradiction at a time; the lint puts each right
in turn and asks again, so that all of them are told at once. Codes \`nova.…\` are Nova's exceptions.

A \`fix\` is a list of changes of the request that belong together (\`set\` or \`remove\` at a JSON pointer). It is offered
only after it was tried: with it the finding is gone and no error is there that was not there before. Some fixes make a
choice (a thread policy without pinned CPUs: the CPUs become pinned), so read them before you apply them.

Each rule is one file under \`libs/core/src/flavor/lint-rules/\`.`;

const CONSOLIDATION = `## Consolidation
\`POST /v1/flavors:consolidate\` answers with the smallest set of the given flavors that serves the same requests.

1. Flavors of one meaning become one (\`kind: equal\`); nothing changes for any VM. With \`images\` they are compared for
   those images, without for every image. The one that most VMs have stays.
2. Within the \`tolerance\` a larger flavor takes the requests of smaller ones (\`kind: larger\`). It has at least as much of
   everything; no extra spec is lost or changed; extra specs are gained only if \`may_gain_extra_specs\` names them; a
   flavor without a disk and one with a disk never replace each other; sizes do not change beside extra specs that count
   vCPUs or memory (\`hw:numa_cpus.N\`, masks, CPU topology, \`resources:VCPU\`); and Nova accepts it wherever it accepted
   the other.

The tolerance is measured from what VMs need (\`requests\`), not from the flavor they have, and the answer's flavors carry
the needs that they serve now. So merging does not creep: consolidating an answer again changes nothing.

The choice is a set cover. It is searched by branch and bound; \`exact: true\` says that no smaller set does. Of several
smallest sets the one is taken that gives VMs the fewest vCPUs too many, then MiB, then GiB, then extra specs. For
hundreds of flavors in one long chain of sizes the search may be cut short after a fixed number of steps; then the answer
is at least as good as the greedy choice, and says \`exact: false\`.`;

function ruleRows(): readonly (readonly string[])[] {
  return [...ALL_LINT_RULES]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((rule) => [code(rule.code), rule.severity, rule.rule, rule.source]);
}
