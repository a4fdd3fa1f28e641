import type { ErrorText } from './text.ts'

/** Work in a seat: notebooks, jobs, files, what the screen shows, and the place where it is done. */
export const seatWorkErrors = {
  SEAT_TERMINAL: {
    status: 403,
    zh: '不能在此处使用该席位：{whyZh}。请到登记的终端上操作；未签到的请先找值守员签到。',
    en: 'The seat cannot be used from here: {whyEn}. Go to a registered terminal, or check in with the duty officer.',
  },
  VENUE_NOT_OPERATOR: {
    status: 403,
    zh: '场所由运营方管理。请联系运营方的值守员。',
    en: 'The venue is kept by the operator. Ask a duty officer of the operator.',
  },
  VENUE_TERMINAL_NAME: {
    status: 409,
    zh: '已有名为“{name}”的终端。请换一个名称。',
    en: 'There is a terminal "{name}" already. Choose another name.',
  },
  VENUE_CHECKED_IN: {
    status: 409,
    zh: '该用户已签到。换终端请先签退。',
    en: 'The user is checked in already. Check out first to change the terminal.',
  },
  VENUE_CHECKED_OUT: {
    status: 409,
    zh: '该用户没有未结束的签到。请刷新列表。',
    en: 'The user is not checked in. Reload the list.',
  },
  VENUE_SELF: {
    status: 403,
    zh: '不能为自己签到。请由另一位值守员办理。',
    en: 'Nobody checks themselves in. Ask another duty officer.',
  },
  VIEW_CAPPED: {
    status: 429,
    zh: '本项目 24 小时内可查看的 {most} 行已用完，未显示的内容已略去。计算照常进行；请过后再看，或先在席位内汇总。',
    en: 'The {most} rows that this project may look at within 24 hours are used up; the rest is not shown. Work goes on: look later, or summarise inside.',
  },
  NOTEBOOK_CHANGED: {
    status: 409,
    zh: '同事刚保存了第 {version} 版。请载入后合并您的修改，再保存。',
    en: 'A colleague has just saved version {version}. Load it, merge your change, and save again.',
  },
  NOTEBOOK_MOST: {
    status: 409,
    zh: '一个席位最多 {most} 个笔记本。请删去不用的。',
    en: 'A seat keeps at most {most} notebooks. Remove one that is not needed.',
  },
  NOTEBOOK_CELLS: {
    status: 422,
    zh: '笔记本里有两个单元用了同一编号“{cell}”。请刷新后再保存。',
    en: 'Two cells of the notebook have the same id "{cell}". Reload and save again.',
  },
  NOTEBOOK_IMPORT: {
    status: 422,
    zh: '文件不是可导入的笔记本：{whyZh}。请在 Jupyter 中另存为 nbformat 4 的 .ipynb 后重试。',
    en: 'The file is no notebook that can be taken in: {whyEn}. Save it in Jupyter as .ipynb of nbformat 4.',
  },
  CELL_NOT_CODE: {
    status: 422,
    zh: '这个单元是说明文字，不能运行。请选择代码或 SQL 单元。',
    en: 'This cell is text and does not run. Choose one with code or SQL.',
  },
  CELL_BUSY: {
    status: 409,
    zh: '这个单元已在排队或运行。请等它结束，或先中断。',
    en: 'This cell waits or runs already. Wait for it, or interrupt it first.',
  },
  CELL_QUEUE: {
    status: 429,
    zh: '本席位排队的单元已达 {most} 个。请等一些结束后再运行。',
    en: '{most} cells of this seat wait already. Let some of them end first.',
  },
  CELL_TIME: {
    status: 422,
    zh: '运行超过 {seconds} 秒，已停止。请分步计算，或改为批处理作业。',
    en: 'It ran longer than {seconds} seconds and was stopped. Work in steps, or make it a job.',
  },
  CELL_MEMORY: {
    status: 422,
    zh: '内存超过席位限额 {mib} MiB，解释器已重启，变量已丢失。请只读需要的列与行。',
    en: 'It used more than the {mib} MiB of the seat; the interpreter was restarted and its variables are lost. Read fewer columns and rows.',
  },
  CELL_DIED: {
    status: 422,
    zh: '解释器意外结束，变量已丢失；文件与笔记本仍在。请从头运行。',
    en: 'The interpreter ended unexpectedly and its variables are lost; files and notebooks are kept. Run from the top.',
  },
  CELL_LOST: {
    status: 422,
    zh: '席位在运行途中停止（{whyZh}），这次运行没有完成，变量已丢失。请重新运行。',
    en: 'The seat stopped while this ran ({whyEn}); it did not finish and variables are lost. Run it again.',
  },
  SEAT_JOB_SCRIPT: {
    status: 422,
    zh: '作业脚本须是席位文件区里的 .py 或 .R 文件，不是“{path}”。请改正路径。',
    en: 'The script of a job is a .py or .R file of the seat, not "{path}". Correct the path.',
  },
  SEAT_JOBS_MOST: {
    status: 429,
    zh: '本席位已有 {most} 个作业在排队或运行。请等其中一个结束，或取消一个。',
    en: '{most} jobs of this seat wait or run already. Let one end, or cancel one.',
  },
  SEAT_JOB_FAILED: {
    status: 422,
    zh: '脚本以代码 {code} 结束。请查看日志末尾。',
    en: 'The script ended with code {code}. Look at the end of its log.',
  },
  SEAT_FILE_TEXT: {
    status: 422,
    zh: '编辑器只能保存 1 MiB 以内的 UTF-8 文本。数据、权重与软件包请走“导入”。',
    en: 'The editor saves UTF-8 text of at most 1 MiB. Data, weights and packages come in by an import.',
  },
} as const satisfies Record<string, ErrorText>
