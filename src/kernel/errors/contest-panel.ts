import type { ErrorText } from './text.ts'

export const contestPanelErrors = {
  BLIND_NOT_READY: {
    status: 409,
    zh: '该作品的盲审副本尚未准备好。请稍后再试，或联系举办机构。',
    en: 'The blind copy of this work is not ready. Try again later, or ask the organiser.',
  },
  BLIND_CHANGED: {
    status: 409,
    zh: '该作品的盲审副本刚刚被他人改动。请刷新后再决定。',
    en: 'Somebody has just changed the blind copy of this work. Load it again, then decide.',
  },
  BLIND_TOO_SHORT: {
    status: 400,
    zh: '要隐去的文字至少两个字符（不计空格和标点）。请写完整。',
    en: 'What is to be taken out has at least two characters, not counting blanks and marks. Write it whole.',
  },
  BLIND_NOT_CLEANED: {
    status: 400,
    zh: '这个替换文件无法清除身份信息（{whyZh}）。请换用不含宏、表单、附件和加密的 PDF、Office、图片或文本文件。',
    en: 'This replacement cannot be cleaned ({whyEn}). Give a PDF, Office, picture or text file without macros, forms, attachments and encryption.',
  },
  PANEL_TOO_EARLY: {
    status: 409,
    zh: '本轮作品仍在提交。请在提交截止（含宽限期）后再进行。',
    en: 'Works of this round are still being handed in. Do this after the deadline and its grace.',
  },
  PANEL_NOT_EXPERT: {
    status: 400,
    zh: '该用户不是已启用的评审专家。请先在“用户”中授予评审专家角色。',
    en: 'This user is no active expert. Give the role of an expert under Users first.',
  },
  PANEL_CSV: {
    status: 400,
    zh: '表格中有 {lines} 行不能导入，没有导入任何一行。请按提示改正后重新导入。',
    en: '{lines} lines of the table cannot be taken, so none was. Mend them as shown and try again.',
  },
  PANEL_CONFLICT: {
    status: 409,
    zh: '该专家与作品的团队存在利益冲突，不能评审。请另选专家；确属误判时由两名专员解除冲突。',
    en: 'This expert has a conflict with the team of the work. Choose another one; if it is a mistake, two officers lift the conflict.',
  },
  PANEL_NOT_ON: {
    status: 409,
    zh: '该专家不在本轮评审组、尚未申报利益冲突或暂不参加。请先补全。',
    en: 'This expert is not on the panel of the round, has not declared conflicts, or is away. Settle that first.',
  },
  PANEL_TWICE: {
    status: 409,
    zh: '该专家已经分到这件作品。请另选专家。',
    en: 'This expert has this work already. Choose another one.',
  },
  PANEL_CHANGED: {
    status: 409,
    zh: '作品、评审组或冲突在预览之后有变化。请重新预览。',
    en: 'Works, panel or conflicts have changed since the preview. Preview again.',
  },
  PANEL_INCOMPLETE: {
    status: 409,
    zh: '有 {works} 件作品分不满评审人数。请增加专家或放宽上限，或选择先分配能分配的部分。',
    en: '{works} works would not get all their reviews. Add experts or raise the bounds, or assign what can be assigned.',
  },
  PANEL_DECLARED: {
    status: 409,
    zh: '您已完成利益冲突申报，名单不再显示。如有遗漏，请在作品页说明冲突并退回，或联系举办机构。',
    en: 'You have declared your conflicts, and the list is not shown again. If one was missed, give the work back as a conflict, or ask the organiser.',
  },
  PANEL_SAME_OFFICER: {
    status: 403,
    zh: '解除冲突须由另一名专员确认。请联系另一名数据专员。',
    en: 'Lifting a conflict takes a second officer. Ask another data officer.',
  },
  PANEL_JUDGES: {
    status: 403,
    zh: '您是本大赛的评审专家，不能查看或改动作品的盲审副本、冲突和分配。请由其他数据专员处理。',
    en: 'You judge in this contest, and so do not see or change blind copies, conflicts and assignments. Leave it to another data officer.',
  },
  PANEL_HAS_WORKS: {
    status: 409,
    zh: '要移出的专家还有待评作品。请先收回或改派这些作品。',
    en: 'An expert who is to leave still has works. Take them back or give them to others first.',
  },
} as const satisfies Record<string, ErrorText>
