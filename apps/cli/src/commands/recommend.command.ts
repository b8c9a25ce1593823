import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../command';
import { UsageError } from '../exit-codes';
import { readDocument } from '../import/read-document';
import { awaitDecision, exitCodeOf } from '../views/awaited-recommendation';
import { RECOMMENDATION_FIELDS, recommendationFields, tellingFields } from '../views/recommendation-view';

const USUAL_WAIT_S = 60;
/** As long as the service lets one call wait (`Prefer: wait`); afterwards it is asked again and again. */
const LONGEST_CALL_S = 30;

export const recommend = defineCommand({
  usage: 'recommend',
  describe: 'Ask where a VM should go, and wait for the answer',
  examples: [
    ['$0 recommend -f request.yaml', 'host, paths, flavor and ports, and why'],
    ['$0 recommend -f - -c host_name -o value < request.json', 'only the host'],
    ['$0 recommend -f request.yaml --wait 0', 'do not wait: `recommendation show` tells later'],
  ],
  positionals: {},
  options: {
    file: {
      alias: 'f',
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe: 'The request, YAML or JSON; - is standard input',
    },
    wait: { type: 'number', default: USUAL_WAIT_S, describe: 'Seconds to wait for the decision' },
    'idempotency-key': { type: 'string', describe: 'The same key gives the same recommendation again' },
  },
  output: 'show',
  columns: RECOMMENDATION_FIELDS,
  run: async ({ file, wait, 'idempotency-key': key }, { api, printer, surroundings }) => {
    if (!(wait >= 0)) throw new UsageError('--wait has to be a number of seconds from 0 up.');
    const untilMs = Date.now() + wait * 1000;
    const body = (await readDocument(file, surroundings)) as Schemas['RecommendationRequestDto'];
    const client = await api();
    const callS = Math.min(LONGEST_CALL_S, Math.ceil(wait));
    const { id } = await answerOf(
      client.POST('/v1/recommendations', {
        params: {
          header: {
            ...(callS > 0 && { Prefer: `wait=${callS}` }),
            ...(key !== undefined && { 'Idempotency-Key': key }),
          },
        },
        body,
      }),
    );
    const decided = await awaitDecision(client, id, untilMs);
    printer.showTelling(recommendationFields(decided), tellingFields);
    return exitCodeOf(decided);
  },
});
