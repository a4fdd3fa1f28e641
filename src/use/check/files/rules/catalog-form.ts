import type { FileRule } from './catalog.ts'

/** Rules about the file as a file: its type, what is packed in it, and what is kept out of sight. */
export const FORM_RULES = {
  'type-differs': {
    verdict: 'fail',
    zh: '文件内容与扩展名不符。请按真实类型命名后重新提交。',
    en: 'The content is not what the ending of the name says. Name the file after its true type.',
  },
  'type-refused': {
    verdict: 'fail',
    zh: '不接受这种文件类型。表格请用 CSV 或 xlsx，图请用 PNG，文字请用 txt、md、docx 或 PDF，压缩请用 zip。',
    en: 'This type of file is not accepted. Use CSV or xlsx for tables, PNG for pictures, txt, md, docx or PDF for text, zip for archives.',
  },
  unreadable: {
    verdict: 'review',
    zh: '文件有一部分读不出来，可能已损坏。请重新生成；审核员看不到的内容不会放行。',
    en: 'A part of the file cannot be read and may be damaged. Make it again: what checkers cannot see is not released.',
  },
  'too-large': {
    verdict: 'fail',
    zh: '文件超过允许的大小。请只留下汇总结果，或分成几个文件。',
    en: 'The file is larger than allowed. Keep aggregated results alone, or split it.',
  },
  'too-heavy': {
    verdict: 'fail',
    zh: '文件内容太多，检查没有做完。结果应当是汇总；请缩小文件。',
    en: 'There is too much in the file for the inspection to end. Results should be aggregates: make it smaller.',
  },
  encrypted: {
    verdict: 'fail',
    zh: '文件或其中一部分加了密，无法检查。请去掉密码。',
    en: 'The file or a part of it is encrypted and cannot be inspected. Remove the password.',
  },
  'archive-bomb': {
    verdict: 'fail',
    zh: '解开后太大、文件太多或套得太深。请直接提交里面需要的文件。',
    en: 'It unpacks to too much, to too many files or too deeply. Submit the files that are needed as they are.',
  },
  'archive-path': {
    verdict: 'fail',
    zh: '压缩包里有指向包外的路径、链接或特殊文件。请用普通文件和相对路径重新打包。',
    en: 'The archive holds a path that leads out of it, a link or a special file. Pack plain files with relative paths.',
  },
  'trailing-bytes': {
    verdict: 'fail',
    zh: '文件正常结尾之外还有数据。请用原来的工具重新导出。',
    en: 'There are bytes beyond the regular end of the file, or between its parts. Export it again with its own tool.',
  },
  attachment: {
    verdict: 'fail',
    zh: '文件里夹带了另一个文件。请去掉附件，需要的话单独提交。',
    en: 'Another file is carried inside this one. Remove the attachment and submit it on its own where it is needed.',
  },
  macro: {
    verdict: 'fail',
    zh: '文件里有宏、控件或动作。请存为不带宏的格式。',
    en: 'The file holds macros, controls or actions. Save it in a form without them.',
  },
  script: {
    verdict: 'fail',
    zh: '页面或图里有脚本，会在接收方运行，也可能带着数据。请导出为静态页面，或用 PNG、PDF。',
    en: 'The page or drawing holds a script, which would run at the receiver and may carry data. Export it without scripts, or as PNG or PDF.',
  },
  'external-link': {
    verdict: 'fail',
    zh: '文件指向外部的文件、连接或网址，打开时会去读取。请断开链接，只留数值。',
    en: 'The file refers to an outside file, connection or address that is fetched on opening. Break the link and keep the values.',
  },
  'hidden-sheet': {
    verdict: 'fail',
    zh: '工作簿里有隐藏的工作表。请取消隐藏，或删掉。',
    en: 'The workbook has a hidden sheet. Show it or delete it.',
  },
  'hidden-rows': {
    verdict: 'fail',
    zh: '表里有隐藏的行或列。请取消隐藏，或删掉。',
    en: 'The sheet has hidden rows or columns. Show them or delete them.',
  },
  'hidden-text': {
    verdict: 'fail',
    zh: '有看不见的文字（隐藏格式、与底色同色或零宽字符）。请删掉，或改为正常显示。',
    en: 'There is text that cannot be seen (hidden format, colour of the background, characters without width). Delete it or show it.',
  },
  comment: {
    verdict: 'fail',
    zh: '文件里有批注。请删掉，需要说明的写进正文。',
    en: 'The file holds comments. Delete them, and write into the text what has to be said.',
  },
  'defined-name': {
    verdict: 'review',
    zh: '工作簿里有隐藏的名称或写着常量的名称。请在“名称管理器”中删掉。',
    en: 'The workbook has hidden names, or names that hold constants. Delete them in the name manager.',
  },
  'pivot-cache': {
    verdict: 'fail',
    zh: '数据透视表带着它的源数据。请把结果“选择性粘贴为数值”到新工作簿。',
    en: 'A pivot table carries its source rows. Paste its result as values into a new workbook.',
  },
  'tracked-changes': {
    verdict: 'fail',
    zh: '文档里留有修订痕迹，删掉的文字还在。请接受或拒绝全部修订后保存。',
    en: 'The document keeps tracked changes: deleted text is still there. Accept or reject all of them and save.',
  },
  'notebook-output': {
    verdict: 'fail',
    zh: '笔记本带着运行输出。请清除全部输出再导出；结果另存为表格或图提交。',
    en: 'The notebook keeps outputs of its cells. Clear all outputs, and submit results as tables or pictures of their own.',
  },
  'points-in-drawing': {
    verdict: 'fail',
    zh: '矢量图里画着大量单个的点，坐标可以原样读回。请先汇总，或改用 PNG。',
    en: 'The drawing holds many single points whose coordinates can be read back. Aggregate first, or use PNG.',
  },
  'for-people': {
    verdict: 'review',
    zh: '机器看不懂图和文字的意思，由审核员阅读。作者不需要做什么。',
    en: 'A machine does not understand pictures and prose: checkers read it. There is nothing for the author to mend.',
  },
} as const satisfies Record<string, FileRule>
