import type { HostScoreInput, ScoreTerm } from '../score-term';

/** Rewards a host that follows a soft server group policy; hard ones are a rule, not a term. */
export const softServerGroup: ScoreTerm<HostScoreInput> = {
  name: 'server_group',
  formula: '0 where a soft server group policy is not followed, else 1; weighs nothing without such a policy',
  value: ({ followsGroup }) => (followsGroup === false ? 0 : 1),
  reason({ followsGroup }) {
    if (followsGroup === null) return 'no soft server group asked for';
    return followsGroup ? 'follows the server group' : 'goes against the server group';
  },
};
