import type { ErrorText } from './text.ts'

/** What an isolated place to work in may say: the driver of seats. */
export const seatBoxErrors = {
  SEAT_NOT_ISOLATED: {
    status: 503,
    zh: '本机不能隔离分析席位：{whyZh}。席位不会在没有隔离时启动。请由系统管理员运行：{fix}',
    en: 'This machine does not isolate seats: {why}. No seat starts without isolation. The system administrator runs: {fix}',
  },
  SEAT_OPEN_FAILED: {
    status: 503,
    zh: '席位没有启动成功：{why}。请稍后重试；仍不成功请联系运营方。',
    en: 'The seat could not be started: {why}. Try again; if it fails again, tell the operator.',
  },
  SEAT_ENDED: {
    status: 409,
    zh: '席位已经结束，不能再在其中工作。请重新打开席位。',
    en: 'The seat has ended. Open it again to work in it.',
  },
  SEAT_HELPER: {
    status: 503,
    zh: '席位没有回答文件请求，可能是内存或进程数已用尽。请重启内核后重试。',
    en: 'The seat did not answer about its files; its memory or processes may be used up. Restart the kernel and try again.',
  },
  SEAT_FILE_MISSING: {
    status: 404,
    zh: '文件区里没有“{path}”。请刷新文件列表。',
    en: 'There is no "{path}" in the file area. Reload the list of files.',
  },
  SEAT_FILE_KIND: {
    status: 422,
    zh: '“{path}”是链接、文件夹或特殊文件，不能读写。请改用普通文件。',
    en: '"{path}" is a link, a folder or a special file and cannot be used. Use an ordinary file.',
  },
  SEAT_FILE_TOO_LARGE: {
    status: 413,
    zh: '“{path}”超过 {bytes} 字节的上限。请缩小文件。',
    en: '"{path}" is larger than the {bytes} bytes allowed. Make the file smaller.',
  },
  SEAT_FILE_PATH: {
    status: 422,
    zh: '“{path}”不是文件区内的路径。请用相对路径，不含“..”。',
    en: '"{path}" is not a path within the file area. Use a relative path without "..".',
  },
  SEAT_DISK_FULL: {
    status: 507,
    zh: '席位的文件区已满（空间或文件个数）。请删除不用的文件。',
    en: 'The file area of the seat is full (bytes or number of files). Remove what is not needed.',
  },
} satisfies Record<string, ErrorText>
