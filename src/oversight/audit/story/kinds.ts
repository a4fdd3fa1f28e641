import type { StoryStep } from '../model.ts'

interface Kind {
  readonly moment: StoryStep['moment']
  /** Name of the subject that the step is about, and the page that shows it. */
  readonly subject: string
  readonly page: string | null
  readonly zh: string
  readonly en: string
}

const kind = (
  moment: Kind['moment'],
  subject: string,
  page: string | null,
  zh: string,
  en: string,
): Kind => ({ moment, subject, page, zh, en })

/** Entries that belong to the story of a file, and what they say. Anything else about the same things is left out. */
export const STORY_KINDS: Readonly<Record<string, Kind>> = {
  'version.landed': kind('landed', 'dataset', '/datasets/', '数据版本入库', 'Data version landed'),
  'project.table_prepared': kind(
    'prepared',
    'project',
    '/projects/',
    '项目表制备并去标识',
    'Project table prepared, de-identified',
  ),
  'contract.agreed': kind('contract', 'contract', '/contracts/', '合约达成', 'Contract agreed'),
  'contract.signed': kind('contract', 'contract', '/contracts/', '合约签署', 'Contract signed'),
  'contract.filed': kind('contract', 'contract', '/contracts/', '合约备案', 'Contract filed'),
  'contract.started': kind('contract', 'contract', '/contracts/', '合约开始履行', 'Contract in force'),
  'contract.suspended': kind('contract', 'contract', '/contracts/', '合约暂停', 'Contract suspended'),
  'contract.resumed': kind('contract', 'contract', '/contracts/', '合约恢复', 'Contract resumed'),
  'seat.opened': kind('seat', 'seat', '/audit/replay/', '席位开启', 'Seat opened'),
  'seat.joined': kind('seat', 'seat', '/audit/replay/', '进入席位', 'Seat entered'),
  'seat.table': kind('seat', 'seat', '/audit/replay/', '打开项目表', 'Project table opened'),
  'seat.cell': kind('cell', 'seat', '/audit/replay/', '运行单元格', 'Cell run'),
  'seat.job': kind('cell', 'seat', '/audit/replay/', '运行作业', 'Job run'),
  'airlock.opened': kind('request', 'request', '/airlock/', '出域申请新建', 'Airlock request opened'),
  'airlock.file_taken': kind(
    'request',
    'request',
    '/airlock/',
    '文件取入出域区',
    'File taken into the airlock',
  ),
  'airlock.file_changed': kind(
    'request',
    'request',
    '/airlock/',
    '文件或说明更换',
    'File or its context changed',
  ),
  'airlock.submitted': kind('request', 'request', '/airlock/', '提交审核', 'Submitted'),
  'airlock.inspected': kind('check', 'request', '/airlock/', '机器检查', 'Inspected by the machine'),
  'airlock.opinion': kind('opinion', 'request', '/airlock/', '审核意见', 'Opinion of a checker'),
  'airlock.returned': kind('opinion', 'request', '/airlock/', '退回修改', 'Returned for changes'),
  'airlock.approved': kind('opinion', 'request', '/airlock/', '审核通过', 'Approved'),
  'airlock.file_released': kind('release', 'request', '/airlock/', '文件放行', 'File released'),
  'airlock.released': kind('release', 'request', '/airlock/', '申请放行', 'Request released'),
  'run.granted': kind('release', 'run', '/runs/', '使用许可', 'Use granted'),
  'run.opened': kind('release', 'run', '/runs/', '打开数据', 'Data opened'),
  'run.checked': kind('check', 'run', '/runs/', '输出检查', 'Output checked'),
  'run.released': kind('release', 'run', '/runs/', '结果放行', 'Result released'),
  'run.withheld': kind('release', 'run', '/runs/', '结果全部不予显示', 'Result withheld whole'),
  'run.downloaded': kind('download', 'run', '/runs/', '取走', 'Taken away'),
  'run.download_denied': kind('download', 'run', '/runs/', '取走未获允许', 'Taking away denied'),
  'run.revoked': kind('revoked', 'run', '/runs/', '召回', 'Called back'),
  'airlock.revoked': kind('revoked', 'request', '/airlock/', '申请召回', 'Request called back'),
  'contract.destroyed': kind(
    'revoked',
    'contract',
    '/contracts/',
    '合约派生物销毁',
    'What was derived was destroyed',
  ),
}
