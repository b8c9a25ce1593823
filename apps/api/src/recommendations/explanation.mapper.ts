import { explainedHost, type Explanation, type PathReason, type RefusedBy, type WaterfallStep } from '@iopath/core';
import type {
  BlockerDto,
  ExplanationQuery,
  HostExplanationDto,
  PathReasonDto,
  WaterfallStepDto,
} from './explanation.dto';
import { DEFAULT_LIMIT } from '../paging/page';

export function fromWaterfallStep({ rule, level, alone, together, onlyThis }: WaterfallStep): WaterfallStepDto {
  return { rule, level, alone, together, only_this: onlyThis };
}

/** One page of hosts, with all that is against them and their paths, narrowed as the query says. */
export function explainedHosts(
  explanation: Explanation,
  { host_name, path, limit = DEFAULT_LIMIT, marker }: ExplanationQuery,
): { readonly hosts: HostExplanationDto[]; readonly nextMarker: string | null } {
  const { hosts } = explanation;
  const asked = [...hosts.keys()].filter((position) => {
    const name = hosts[position] as string;
    return (host_name == null || name === host_name) && (marker == null || name > marker);
  });
  const page = asked.slice(0, limit).map((position) => explainedHostDto(explanation, position, path ?? null));
  return { hosts: page, nextMarker: asked.length > limit ? (page.at(-1)?.host_name ?? null) : null };
}

function explainedHostDto(explanation: Explanation, position: number, only: string | null): HostExplanationDto {
  const { hostName, takesVm, reasons, blocking, paths } = explainedHost(explanation, position);
  const isAsked = ({ path }: { readonly path: string | null }): boolean =>
    only === null || path === null || path === only;
  return {
    host_name: hostName,
    takes_vm: takesVm,
    reasons: reasons.filter(isAsked).map(fromReason),
    blocking: blocking.map(fromRefusal),
    paths: paths.filter(isAsked).map((each) => {
      const all = each.blocking.map(fromRefusal);
      return { subject: each.subject, path: each.path, first: all[0] ?? null, blocking: all };
    }),
  };
}

function fromReason({ subject, path, code, required, available }: PathReason): PathReasonDto {
  return { subject, path, code, required, available };
}

function fromRefusal({ rule, level, code, required, available, devices }: RefusedBy): BlockerDto {
  return { rule, level, code, required, available, devices };
}
