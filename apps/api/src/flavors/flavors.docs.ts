import { documented } from '../openapi/documented';
import lintAnswer from '../../../../examples/answers/flavors-lint.json';
import consolidation from '../../../../examples/answers/flavors-consolidate.json';
import { ConsolidateRequestDto, ConsolidationDto } from './consolidate.dto';
import { CONSOLIDATE_EXAMPLE, LINT_EXAMPLE } from './flavors.example';
import { LintAnswerDto, LintRequestDto } from './lint.dto';

export const flavorsDocs = {
  lint: documented({
    id: 'lintFlavor',
    policy: 'io_advisor:flavor:lint',
    summary: 'What is wrong with a flavor, its image and its ports?',
    description:
      'Contradictions that Nova refuses, each under the name of its exception; values that pass the flavor API and fail ' +
      'later; extra specs that the release has not; what has no effect. Each finding has its rule with the source, and, ' +
      'where it can be told, a fix that was tried. Nothing is stored. All rules: docs/flavors.md.',
    body: {
      type: LintRequestDto,
      examples: { all_kinds: { summary: 'An error, a warning and a notice', value: LINT_EXAMPLE } },
    },
    answers: { 200: { description: 'The findings; none is best.', type: LintAnswerDto, example: lintAnswer } },
    problems: [],
  }),

  consolidate: documented({
    id: 'consolidateFlavors',
    policy: 'io_advisor:flavor:consolidate',
    summary: 'Which flavors can go?',
    description:
      'The smallest set of the given flavors that serves the same requests. First flavors of one meaning become one, which ' +
      'changes nothing for any VM. Then, within the tolerance, a larger one takes the requests of smaller ones; no extra ' +
      'spec is ever lost. The answer can be consolidated again, and stays as it is. Nothing is stored.',
    body: {
      type: ConsolidateRequestDto,
      examples: { four_flavors: { summary: 'Four flavors, of which two do', value: CONSOLIDATE_EXAMPLE } },
    },
    answers: {
      200: { description: 'What stays, and what merges into what.', type: ConsolidationDto, example: consolidation },
    },
    problems: [],
  }),
};
