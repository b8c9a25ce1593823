import { documented } from '../../openapi/documented';
import { EXAMPLE_REPLAN_ID } from '../replans.example';

export const replanReportDocs = {
  get: documented({
    id: 'getReplanReport',
    policy: 'io_advisor:replan:get',
    summary: 'Look at a re-plan as a page',
    description:
      'One HTML page that loads nothing else, to look at, to send on or to print: what the plan comes to and how good any ' +
      'could be, the fleet and its hosts before and after, the graph of moves, every step with its interruption, and the VMs ' +
      'that cannot move. Of a question, its answer. Hosts are shown as they are at present.',
    path: { id: { description: 'Id of the re-plan.', example: EXAMPLE_REPLAN_ID } },
    answers: {
      200: { description: 'The page.', content: 'text/html', example: '<!doctype html><html lang="en">…</html>' },
    },
    problems: ['replan.not_found'],
  }),
};
