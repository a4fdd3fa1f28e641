import type { ErrorText } from './text.ts'

export const contestJudgingErrors = {
  SHEET_SUBMITTED: {
    status: 409,
    zh: '评分表已经提交，不能再改。确需修改时，请举办方说明理由后退回。',
    en: 'The score sheet is submitted and does not change. If it must, ask the organiser to give it back with a reason.',
  },
  SHEET_INCOMPLETE: {
    status: 400,
    zh: '评分表还没有填完：{criterion} 需要 0 到 {max} 之间的分数。请补齐后提交。',
    en: 'The score sheet is not complete: {criterion} needs points from 0 to {max}. Fill it in, then submit.',
  },
  SHEET_STALE: {
    status: 409,
    zh: '这份评分表在另一个窗口中已保存为第 {revision} 稿。请先刷新，再继续填写。',
    en: 'This sheet was saved in another window as draft {revision}. Reload it, then go on.',
  },
  SHEET_NOT_SUBMITTED: {
    status: 409,
    zh: '这份评分表没有提交，不需要退回。',
    en: 'This score sheet is not submitted: there is nothing to give back.',
  },
  SHEET_DISCUSSED: {
    status: 409,
    zh: '该作品已经开始讨论，分数不再单独退回。请为它开启重新评分。',
    en: 'The discussion of this work is open, so single sheets are not given back. Open a re-score for the work.',
  },
  ROUND_FROZEN: {
    status: 409,
    zh: '本轮已经排名，分数不再接收。请联系举办方。',
    en: 'This round is ranked and takes no scores any more. Ask the organiser.',
  },
  DISCUSSION_CLOSED: {
    status: 409,
    zh: '该作品的评分表交齐后才能讨论。',
    en: 'The discussion of a work opens when all of its sheets are in.',
  },
  RESCORE_OPEN: {
    status: 409,
    zh: '该作品的重新评分已经开启。',
    en: 'A re-score of this work is open already.',
  },
  RESCORE_TIME: {
    status: 400,
    zh: '重新评分的截止时间要晚于现在，且不超过 {days} 天。',
    en: 'A re-score closes after now and within {days} days.',
  },
  RANKING_TOO_EARLY: {
    status: 409,
    zh: '评审还没有截止，仍有 {missing} 份评分表未交。请等到交齐或截止。',
    en: 'The review is not over and {missing} sheets are still due. Wait until they are in or the review is over.',
  },
  RANKING_WORD: {
    status: 409,
    zh: '有 {sheets} 份评分表未交，{works} 件作品的评分表不足（无分数，排在最后）。请写明理由后再排名。',
    en: '{sheets} sheets are missing and {works} works have too few (no score, ranked last). State why before ranking.',
  },
  RANKING_MISSING: {
    status: 409,
    zh: '本轮还没有排名。请先完成排名。',
    en: 'This round is not ranked yet. Rank it first.',
  },
  RANKING_STALE: {
    status: 409,
    zh: '排名已经更新为第 {number} 版。请刷新后再操作。',
    en: 'The ranking is now number {number}. Reload, then decide.',
  },
  RANKING_PUBLISHED: {
    status: 409,
    zh: '这份排名已经公布，不能再改。确需修改时，请重新评分并重新排名。',
    en: 'This ranking is published and does not change. If it must, open a re-score and rank again.',
  },
  SHORTLIST_CHANGE: {
    status: 400,
    zh: '入围名单的人工调整不成立：移出的应是按排名入围的队伍，增补的应是未入围的队伍。请核对名单。',
    en: 'A manual change does not fit: only teams that go on by rank are taken off, and only others are added. Check the list.',
  },
  SHORTLIST_OVER_QUOTA: {
    status: 409,
    zh: '名单有 {teams} 支队伍，超过名额 {places}。请减少后再确定。',
    en: 'The list has {teams} teams for {places} places. Take some off, then decide.',
  },
  SHORTLIST_MISSING: {
    status: 409,
    zh: '还没有确定入围名单。请先确定名单，再公布。',
    en: 'The short list is not decided yet. Decide it, then publish.',
  },
  PUBLISH_TIME: {
    status: 400,
    zh: '公布时间不能早于现在，也不能晚于 {days} 天之后。',
    en: 'The moment of publication is not before now and within {days} days.',
  },
  APPEAL_CLOSED: {
    status: 409,
    zh: '现在不接受申诉：结果尚未公布，或申诉期已过。',
    en: 'No appeals are taken now: the result is not published, or the days for appeals are over.',
  },
  APPEAL_MADE: {
    status: 409,
    zh: '你们队已经对这次结果提出过申诉。请等待或查看处理结果。',
    en: 'Your team has appealed against this result already. See or await the decision.',
  },
  APPEAL_DECIDED: {
    status: 409,
    zh: '这项申诉已经处理。',
    en: 'This appeal is decided already.',
  },
  JUDGING_OWN_PANEL: {
    status: 403,
    zh: '您是本轮的评审专家，不能查看或管理本轮的评分。请由本机构的其他数据专员处理。',
    en: 'You judge in this round, so its scores are not yours to see or manage. Ask another data officer of your body.',
  },
} as const satisfies Record<string, ErrorText>
