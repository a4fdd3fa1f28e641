import type { ErrorText } from './text.ts'

/** Seats: opening, waiting, being stopped, what a team brings, and opening and closing many. */
export const seatErrors = {
  SEAT_NO_CONTRACT: {
    status: 409,
    zh: '本项目没有生效中的合约，席位没有可用的数据。请先签订合约，或请提供方恢复被暂停的合约。',
    en: 'No contract of this project is in force, so the seat has no data. Sign one first, or ask the provider to resume a suspended one.',
  },
  SEAT_NO_TABLES: {
    status: 409,
    zh: '本项目还没有可用的去标识化数据表（{whyZh}）。请数据专员先准备项目数据表，或联系提供方。',
    en: 'The project has no prepared, de-identified tables ({whyEn}). Let the data officer prepare them, or ask the provider.',
  },
  SEAT_PREPARING: {
    status: 409,
    zh: '正在准备本项目的去标识化数据表，完成后席位自动启动。请稍候。',
    en: 'The de-identified tables of the project are being prepared; the seat starts by itself afterwards.',
  },
  SEAT_NOT_GRANTED: {
    status: 403,
    zh: '没有一份合约允许在席位中使用数据（{why}）。请查看运行记录中的判定，或与提供方协商。',
    en: 'No contract allows the use in a seat ({why}). See the decision in the list of runs, or negotiate with the provider.',
  },
  SEAT_WAITING: {
    status: 409,
    zh: '席位已满，正在排队（第 {place} 位），轮到后自动启动。请稍候。',
    en: 'All places are taken; the seat waits as number {place} and starts by itself.',
  },
  SEAT_BLOCKED: {
    status: 403,
    zh: '该席位已被阻断，文件保留，不能使用。请联系值守员。',
    en: 'This seat is blocked; its files are kept and cannot be used. Ask the duty officer.',
  },
  SEAT_CLOSED: {
    status: 410,
    zh: '该席位已关闭，其文件已销毁。如需继续工作，请开通新的席位。',
    en: 'This seat is closed and its files are destroyed. Open a new one to go on.',
  },
  SEAT_STATE: {
    status: 409,
    zh: '席位当前状态为 {state}，不能执行 {action}。请刷新后重试。',
    en: 'The seat is {state}; {action} is not possible now. Reload and try again.',
  },
  SEAT_MOST: {
    status: 409,
    zh: '一个项目最多同时有 {most} 个席位。请先关闭不用的席位。',
    en: 'A project has at most {most} seats. Close one that is not used.',
  },
  SEAT_SLEPT: {
    status: 409,
    zh: '席位因长时间没有运算而休眠：变量已清空，文件与笔记本保留，进入即恢复。',
    en: 'The seat went to sleep after a long time without work: variables are gone, files and notebooks are kept. Enter it to go on.',
  },
  SEAT_SHUTDOWN: {
    status: 409,
    zh: '服务停止，席位已休眠：变量已清空，文件与笔记本保留，进入即恢复。',
    en: 'The server was stopped and the seat put to sleep: variables are gone, files and notebooks are kept. Enter it to go on.',
  },
  SEAT_REST: {
    status: 409,
    zh: '席位已休眠：变量已清空，文件与笔记本保留，进入即恢复。',
    en: 'The seat is asleep: variables are gone, files and notebooks are kept. Enter it to go on.',
  },
  SEAT_LOST: {
    status: 409,
    zh: '服务中断，席位已停止：变量已丢失，文件保留到 {at}。进入席位即可继续。',
    en: 'The server was interrupted and the seat stopped: variables are lost, files are kept as of {at}. Enter it to go on.',
  },
  SEAT_DIED: {
    status: 409,
    zh: '席位进程已结束（{whyZh}）：变量已丢失，文件保留到 {at}。进入席位即可继续。',
    en: 'The processes of the seat ended ({whyEn}): variables are lost, files are kept as of {at}. Enter it to go on.',
  },
  SEAT_NARROWED: {
    status: 409,
    zh: '席位所依据的一份合约已停止（{whyZh}），席位已立即停下。再次进入时只提供其余合约的数据。',
    en: 'A contract of the seat was stopped ({whyEn}), and the seat with it. Entered again, it shows the data of the other contracts only.',
  },
  SEAT_FILES_DESTROYED: {
    status: 409,
    zh: '一份已终止的合约要求删除所得数据，席位中的文件已销毁并存证（合约 {contract}）。',
    en: 'A contract that ended demands that what was derived is deleted: the files of the seat were destroyed, with evidence (contract {contract}).',
  },
  SEAT_PUT_OUT: {
    status: 409,
    zh: '席位中的用户已被停用，席位已休眠。其他成员可继续进入。',
    en: 'The user in the seat was suspended and the seat put to sleep. Other members may enter it.',
  },
  SEAT_CPU_QUOTA: {
    status: 429,
    zh: '席位今日的算力配额（{seconds} 秒）已用完，明日恢复。请减少运算量，或与提供方协商提高配额。',
    en: 'The CPU quota of the seat for today ({seconds} s) is used up; it starts anew tomorrow. Compute less or agree on a higher quota.',
  },
  SEAT_NOT_OPERATOR: {
    status: 403,
    zh: '该操作由运营方的值守员或数据专员办理。请联系运营方。',
    en: 'This is done by duty officers or data officers of the operator. Ask them.',
  },
  IMPORT_KIND_FILE: {
    status: 422,
    zh: '「{name}」不是可以带入的文件（{why}）。',
    en: '{name} is not a file that may be brought in ({why}).',
  },
  IMPORT_TOO_LARGE: {
    status: 413,
    zh: '带入的文件超过上限（{limit} 字节）。请拆分后分次申请。',
    en: 'The file is larger than may be brought in ({limit} bytes). Split it and ask for each part.',
  },
  IMPORT_NAME_TAKEN: {
    status: 409,
    zh: '本项目已有名为「{name}」的带入数据。请换一个名称。',
    en: 'The project has brought something named {name} already. Choose another name.',
  },
  IMPORT_PACKAGE: {
    status: 422,
    zh: '软件包 {name} 不在运营方批准的清单内。批准的有：{allowed}。',
    en: 'The package {name} is not on the list that the operator approved: {allowed}.',
  },
  IMPORT_STATE: {
    status: 409,
    zh: '该申请当前为 {state}，不能{action}。请刷新。',
    en: 'The request is {state} now; {action} is not possible. Reload.',
  },
  IMPORT_OWN_BODY: {
    status: 403,
    zh: '不能审批本机构的带入申请。请由其他数据专员审批。',
    en: 'Requests of the own body are decided by somebody else.',
  },
  THROW_AWAY: {
    status: 422,
    zh: '在一次性隔离席位中检查时没有得到结果（{why}）。请由审核员人工检查该文件。',
    en: 'The check in a throw-away seat gave no result ({why}). Let a checker look at the file.',
  },
  BULK_EMPTY: {
    status: 422,
    zh: '清单中没有可办理的席位。请检查清单。',
    en: 'There is no seat in the list to work on. Check the list.',
  },
} as const satisfies Record<string, ErrorText>
