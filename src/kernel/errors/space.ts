import type { ErrorText } from './text.ts'

export const spaceErrors = {
  SPACE_EXISTS: {
    status: 409,
    zh: '这个数据库里已有一个空间。请换一个空的数据库或数据目录。',
    en: 'This database already holds a space. Use an empty database or data folder.',
  },
  SPACE_MISSING: {
    status: 409,
    zh: '这个数据库里还没有空间。运行 `npx xinyu init` 建立生产空间，或用 `npm start` 建立演示空间。',
    en: 'This database holds no space yet. Run `npx xinyu init` for a production space, or `npm start` for the demo.',
  },
  DEMO_NOT_LOOPBACK: {
    status: 409,
    zh: '演示空间只在本机（127.0.0.1）提供服务。对外服务请先用 `npx xinyu init` 建立生产空间。',
    en: 'The demo space is served on loopback only. To serve others, make a production space with `npx xinyu init`.',
  },
  DATABASE_NOT_EMPTY: {
    status: 409,
    zh: '这个数据库里有别的内容（例如表 {table}），空间不会建在里面。请给一个空的数据库。',
    en: 'The database holds something else (table {table}, for one); no space is made in it. Give an empty database.',
  },
  BACKUP_FOLDER: {
    status: 409,
    zh: '备份目录 {folder} 不是空的。请换一个空目录。',
    en: 'The folder {folder} is not empty. Name an empty one for the backup.',
  },
  BACKUP_INVALID: {
    status: 422,
    zh: '这不是一份可用的备份：{why}。',
    en: 'This is not a usable backup: {why}.',
  },
  BACKUP_SEALED: {
    status: 422,
    zh: '这份备份已加密。请用 --passphrase-file 指明口令文件。',
    en: 'This backup is sealed. Name the file of its passphrase with --passphrase-file.',
  },
  BACKUP_PASSPHRASE: {
    status: 422,
    zh: '口令不对，或备份的开头被改动过。',
    en: 'The passphrase is another one, or the head of the backup was changed.',
  },
  BACKUP_PASSPHRASE_FILE: {
    status: 422,
    zh: '文件 {file} 读不出，或第一行不足 {least} 个字符。',
    en: 'The file {file} cannot be read, or its first line has fewer than {least} characters.',
  },
  BACKUP_TARGET: {
    status: 409,
    zh: '{folder} 里已有数据库。请恢复到没有数据库的数据目录。',
    en: '{folder} already holds a database. Restore into a data folder without one.',
  },
} as const satisfies Record<string, ErrorText>
