import type { ErrorText } from './text.ts'

export const contestScoringErrors = {
  CONTEST_TASK_DATA: {
    status: 422,
    zh: '数据不能用作隐藏测试：{whyZh}。请修改文件后重新上传。',
    en: 'These data cannot be a hidden test: {whyEn}. Correct the file and bring it again.',
  },
  CONTEST_TASK_DATA_LARGE: {
    status: 413,
    zh: '文件超过 {limit} 字节的上限。请减小后重新上传。',
    en: 'The file is larger than the limit of {limit} bytes. Make it smaller and bring it again.',
  },
  CONTEST_TASK_FROZEN: {
    status: 409,
    zh: '已有参赛队提交过评测，数据不能再更换，否则成绩无法比较。如须更换，请另设任务。',
    en: 'Teams have handed in already, so the data stay: scores would not compare. Make another task instead.',
  },
  CONTEST_TASK_NOT_READY: {
    status: 409,
    zh: '组织者尚未准备好此任务的数据。请稍后再来。',
    en: 'The organiser has not brought the data of this task yet. Come back later.',
  },
  CONTEST_TASK_NOT_FINALIST: {
    status: 403,
    zh: '只有进入决赛的参赛队可以提交评测。请查看入围名单。',
    en: 'Only teams in the final hand in for scoring. See the short list.',
  },
  CONTEST_TASK_ARTEFACT: {
    status: 422,
    zh: '请上传名为 predict.py 的程序，或在根目录中含有 predict.py 的 .zip 文件。',
    en: 'Upload a program predict.py, or a .zip file with a predict.py at its root.',
  },
  CONTEST_TASK_SAMPLE_FIRST: {
    status: 409,
    zh: '此程序尚未在公开样例上成功运行。请先完成样例运行，查看日志后再提交评测。',
    en: 'This program has not yet run well on the public sample. Run it there first and read its log.',
  },
  CONTEST_TASK_QUOTA: {
    status: 409,
    zh: '次数已用完：每天 {perDay} 次，共 {inAll} 次。请等到明天，或从已有结果中选定一次。',
    en: 'No runs are left: {perDay} a day, {inAll} in all. Wait for tomorrow, or choose one of your results.',
  },
  CONTEST_TASK_UNDER_WAY: {
    status: 409,
    zh: '本队在此任务中还有一次运行没有结果。请等待其结果，或先取消。',
    en: 'A run of your team is still under way in this task. Wait for its answer, or cancel it.',
  },
  CONTEST_TASK_RUN_OVER: {
    status: 409,
    zh: '这次运行的状态不允许这样做。请刷新页面。',
    en: 'The state of this run does not allow that. Reload the page.',
  },
  CONTEST_TASK_RELEASED: {
    status: 409,
    zh: '此任务的最终成绩已经公布，不能再改。',
    en: 'The final scores of this task are released; nothing changes any more.',
  },
  CONTEST_TASK_RELEASE_EARLY: {
    status: 409,
    zh: '决赛尚未截止，或仍有运行没有结果，现在不能公布最终成绩。请等到截止且全部出结果后再公布。',
    en: 'The final is still open, or runs have no answer yet. Release the scores when both are over.',
  },
} as const satisfies Record<string, ErrorText>
