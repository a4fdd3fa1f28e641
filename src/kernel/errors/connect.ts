import type { ErrorText } from './text.ts'

export const connectErrors = {
  SOURCE_UNREACHABLE: {
    status: 422,
    zh: '连不上“{where}”：{why}。请检查地址、端口、网络与防火墙，确认对方服务已启动。',
    en: '"{where}" cannot be reached: {why}. Check address, port, network and firewall, and that the service is up.',
  },
  SOURCE_HOST_UNKNOWN: {
    status: 422,
    zh: '找不到主机“{where}”：没有这个名称的地址。请检查主机名有无写错，以及本机能否解析它（DNS）。',
    en: 'The host "{where}" is not known: no address has this name. Check its spelling, and that this machine can resolve it (DNS).',
  },
  SOURCE_REFUSED: {
    status: 422,
    zh: '“{where}”拒绝了登录：{why}。请检查用户名、密码或令牌，以及对方是否授权。',
    en: '"{where}" refused the sign-in: {why}. Check user, password or token, and that access was granted.',
  },
  SERVICE_ADDRESS_FORBIDDEN: {
    status: 422,
    zh: '不允许连接“{where}”（{why}）。请改用业务系统的地址，或请系统管理员在设置 sources.allowedHosts 中写明。',
    en: 'Connecting to "{where}" is not allowed ({why}). Use the address of the system itself, or have it named in sources.allowedHosts.',
  },
  SERVICE_STATUS: {
    status: 422,
    zh: '“{where}”回答了 HTTP {status}（共请求 {attempts} 次）。请对照对方接口说明检查路径和参数，或稍后再试。',
    en: '"{where}" answered HTTP {status} (asked {attempts} times). Check path and parameters, or try again later.',
  },
  SERVICE_REDIRECT: {
    status: 422,
    zh: '“{where}”要把请求转到别处，已拒绝。请把数据源地址改成最终地址。',
    en: '"{where}" redirects elsewhere, which is refused. Put the final address into the settings of the source.',
  },
  SERVICE_TOO_LARGE: {
    status: 422,
    zh: '“{where}”的一次回答超过 {max} 字节。请减小每页行数，或调大 maxAnswerBytes。',
    en: 'One answer of "{where}" exceeds {max} bytes. Ask for smaller pages, or raise maxAnswerBytes.',
  },
  SERVICE_TLS: {
    status: 422,
    zh: '“{where}”的证书不可信：{why}。请换用有效证书，或在数据源中填写签发它的 CA 证书。',
    en: 'The certificate of "{where}" is not trusted: {why}. Use a valid one, or give the CA that signed it.',
  },
  SERVICE_NOT_JSON: {
    status: 422,
    zh: '“{where}”的回答不是可用的 JSON：{why}。请检查路径，并确认接口返回 UTF-8 编码的 JSON。',
    en: 'The answer of "{where}" is not usable JSON: {why}. Check the path, and that the service answers JSON in UTF-8.',
  },
  SERVICE_NO_ROWS: {
    status: 422,
    zh: '“{where}”的回答里，位置“{pointer}”没有行的列表。请改正“行所在位置”。',
    en: 'The answer of "{where}" holds no list of rows at "{pointer}". Correct where the rows are.',
  },
  SERVICE_ROW_NESTED: {
    status: 422,
    zh: '“{where}”第 {row} 行的字段“{field}”不是单个值（{kind}）。请让接口给出平铺的字段。',
    en: 'Row {row} of "{where}": field "{field}" is not a single value ({kind}). Have the service give flat fields.',
  },
  SERVICE_FIELD_NEW: {
    status: 422,
    zh: '“{where}”多出了字段“{field}”。请在数据源页面重新查看该表，确认后再接入，以免漏列。',
    en: '"{where}" has a new field "{field}". Look at the table again in the source, so that no column is lost.',
  },
  SERVICE_FIELD_MISSING: {
    status: 422,
    zh: '“{where}”没有字段“{field}”（用作主键或增量列）。请改正数据源设置。',
    en: '"{where}" has no field "{field}", which is named as key or watermark. Correct the settings of the source.',
  },
  SERVICE_PAGE_REPEATED: {
    status: 422,
    zh: '“{where}”把同一页给了两次（第 {page} 页）。请检查翻页参数名，以及排序是否固定。',
    en: '"{where}" gave the same page twice (page {page}). Check the paging parameter, and that the order is fixed.',
  },
  SERVICE_CHANGED: {
    status: 422,
    zh: '读取过程中“{where}”的数据变了：{why}。请重新读取；常发生时请让接口按主键排序。',
    en: '"{where}" changed while it was read: {why}. Read it again; if it is frequent, have it ordered by key.',
  },
  SERVICE_PAGES_LIMIT: {
    status: 422,
    zh: '“{where}”超过 {max} 页仍未结束。请加大每页行数或调高 maxPages。',
    en: '"{where}" did not end within {max} pages. Ask for larger pages, or raise maxPages.',
  },
  SERVICE_NO_WATERMARK: {
    status: 422,
    zh: '“{where}”没有设置增量参数，只能整表读取。请在数据源中填写增量列和参数名。',
    en: '"{where}" has no parameter for what changed, so only whole reads work. Name watermark column and parameter.',
  },
  SOURCE_TLS: {
    status: 422,
    zh: '与“{where}”的加密连接没有建立：{why}。请检查对方是否启用 TLS、证书是否有效，或改正 TLS 设置与 CA 证书。',
    en: 'No encrypted connection to "{where}": {why}. Check that TLS is on there, its certificate, and the CA given here.',
  },
  SOURCE_DATABASE_MISSING: {
    status: 422,
    zh: '“{where}”上没有数据库“{database}”，或此账号不能进入。请检查库名与授权。',
    en: '"{where}" has no database "{database}", or this login may not enter it. Check the name and the rights.',
  },
  SOURCE_RIGHTS: {
    status: 422,
    zh: '此账号没有读取“{what}”的权限。请让对方授予只读（SELECT）权限。',
    en: 'This login may not read "{what}". Ask for the right to read it (SELECT).',
  },
  SOURCE_LOGIN_WRITES: {
    status: 422,
    zh: '账号“{user}”在来源库里可以写入。我们只读，但请换用只读账号，以防密码外泄后被用来改数据。',
    en: 'The login "{user}" may write in the source. We only read; use a read-only login, lest a leaked password do harm.',
  },
  SOURCE_NOT_ENCRYPTED: {
    status: 422,
    zh: '与“{where}”的连接没有加密，密码和数据在网络上是明文。请启用 TLS。',
    en: 'The connection to "{where}" is not encrypted: password and data travel in the clear. Turn TLS on.',
  },
  SOURCE_TABLE_MISSING: {
    status: 422,
    zh: '来源里没有表“{table}”，或此账号看不到它。请重新选择表，或让对方授权。',
    en: 'The source has no table "{table}", or this login does not see it. Choose again, or ask for the right to read it.',
  },
  SOURCE_ENCODING: {
    status: 422,
    zh: '“{where}”的库编码是 {encoding}，无法确定文字如何读取，已拒绝以免乱码。请对方提供 UTF-8 编码的库或视图，或改用文件。',
    en: '"{where}" is encoded as {encoding}: its texts could only be guessed. Ask for a UTF-8 database or view, or use files.',
  },
  SOURCE_FAILED: {
    status: 422,
    zh: '从“{where}”读取时出错：{why}。会从断点续读；反复出现请联系对方。',
    en: 'Reading from "{where}" failed: {why}. It goes on from where it was; ask the other side if this repeats.',
  },
  SOURCE_KIND_UNKNOWN: {
    status: 400,
    zh: '不认识数据源类型“{kind}”。可用：{kinds}。',
    en: 'Unknown kind of source "{kind}". Known: {kinds}.',
  },
  SOURCE_SETTINGS: {
    status: 400,
    zh: '数据源设置“{where}”不合规：{why}。请改正后重试。',
    en: 'Setting "{where}" of the source is not valid: {why}. Correct it.',
  },
  SOURCE_SECRET_NEEDED: {
    status: 400,
    zh: '修改连接设置时须重新填写密码或令牌，以免旧密码被发往新地址。',
    en: 'Enter the password or token again when the settings change, so that the old one is not sent to a new address.',
  },
  SOURCE_SECRET_LOST: {
    status: 422,
    zh: '数据源的密码无法解密：密钥文件 {path} 与保存时不同。请恢复该文件，或重新填写密码。',
    en: 'The secret of the source cannot be decrypted: {path} is another key. Restore the file, or enter the secret again.',
  },
  SOURCE_STATE: {
    status: 409,
    zh: '数据源或采集任务已暂停，请先恢复再{wish}。',
    en: 'The source or its feed is paused. Resume it first ({wish}).',
  },
  FEED_RUNNING: {
    status: 409,
    zh: '该表正在采集（任务 {job}），请等它结束，或先取消。',
    en: 'This table is being read now (job {job}). Wait for it, or cancel it.',
  },
  FEED_KEY_MISSING: {
    status: 400,
    zh: '表“{table}”没有主键，增量采集和删除比对需要主键列。请指定能唯一标识一行的列，或改为整表快照。',
    en: 'Table "{table}" has no key, which increments and finding deletes need. Name columns that identify a row, or use snapshots.',
  },
  FEED_WATERMARK_MISSING: {
    status: 400,
    zh: '增量采集需要水位列（如 updt_time 或 rid）。请为表“{table}”指定一列，或改为整表快照。',
    en: 'Increments need a watermark column such as updt_time or rid. Name one of table "{table}", or use snapshots.',
  },
  FEED_COLUMN_UNKNOWN: {
    status: 400,
    zh: '表“{table}”没有列“{column}”。请从该表的列中选择。',
    en: 'Table "{table}" has no column "{column}". Choose one of its columns.',
  },
  FEED_DATASET_TAKEN: {
    status: 409,
    zh: '数据资源“{dataset}”已有一个采集任务。一个资源只由一张表供给，请换一个资源。',
    en: 'Dataset "{dataset}" has a feed already. A dataset is fed by one table; choose another.',
  },
  PUSH_TOKEN_REFUSED: {
    status: 401,
    zh: '推送令牌不对，或此数据源不接受推送。请核对地址与令牌；令牌可在数据源页面重新生成。',
    en: 'The push token is wrong, or this source takes no pushes. Check address and token; a new one is made on the source page.',
  },
  PUSH_PAUSED: {
    status: 409,
    zh: '此数据源已暂停接收。请稍后用同一报文重发，或请数据专员恢复。',
    en: 'This source is paused. Send the same message again later, or ask the data officer to resume it.',
  },
  PUSH_NOT_JSON: {
    status: 400,
    zh: '报文不是可用的 JSON：{why}。请用 UTF-8 编码发送一个 JSON 对象。',
    en: 'The message is not usable JSON: {why}. Send one JSON object in UTF-8.',
  },
  PUSH_FIELD: {
    status: 400,
    zh: '报文字段“{field}”不合规：{why}。请按国家接口报文格式改正后重发。',
    en: 'Field "{field}" of the message is not valid: {why}. Correct it by the national message format and send again.',
  },
  PUSH_TABLE: {
    status: 400,
    zh: '此数据源不接收表“{table}”。可推送：{tables}。',
    en: 'This source takes no table "{table}". It takes: {tables}.',
  },
  PUSH_ROWS_LIMIT: {
    status: 413,
    zh: '一个报文最多 {max} 行，请拆成多个报文，各用自己的 msgid。',
    en: 'A message may hold {max} rows. Split it into several, each with a msgid of its own.',
  },
  PUSH_MSGID_TAKEN: {
    status: 409,
    zh: 'msgid“{msgid}”已用于内容不同的报文。重发须内容一致，新内容请用新的 msgid。',
    en: 'msgid "{msgid}" was used for another body. Repeat the same body, or use a new msgid for new content.',
  },
  PUSH_ROW_NOT_OBJECT: {
    status: 422,
    zh: '这一行不是字段与值的对象。',
    en: 'This row is no object of fields and values.',
  },
  PUSH_ROW_FIELD: {
    status: 422,
    zh: '字段“{field}”不在约定的列中。请改正字段名，或先在数据源中增加该列。',
    en: 'Field "{field}" is not among the agreed columns. Correct its name, or add the column to the source first.',
  },
  PUSH_ROW_NESTED: {
    status: 422,
    zh: '字段“{field}”不是单个值。请平铺成单个值。',
    en: 'Field "{field}" is not a single value. Give single values.',
  },
  PUSH_ROW_KEY: {
    status: 422,
    zh: '主键字段“{field}”没有值。请补上后用新的 msgid 重发此行。',
    en: 'Key field "{field}" has no value. Fill it and send this row again under a new msgid.',
  },
  PUSH_PURGED: {
    status: 422,
    zh: '表“{table}”有 {messages} 个报文的内容已按保留期清除，不能从头重读。请让推送方全量重推。',
    en: 'The content of {messages} messages of table "{table}" was removed after its time. Have everything pushed again.',
  },
} as const satisfies Record<string, ErrorText>
