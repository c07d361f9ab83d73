# 简体中文。键与参数和 src/i18n/en.ftl 完全一致。
# 简洁、书面，不用“您”和感叹号；句子用全角标点，数字内用半角；汉字与拉丁字母、数字之间空一格，
# 日期内部和“万”“亿”之前不空。每句话是一条完整的消息，不拼接。

-name = Satchel

## 页面标题与区域

app-title = { -name }
page-title = { $page } · { -name }
skip-to-content = 跳到正文
landmark-main-navigation = 主导航
landmark-saved-views = 已存视图
landmark-search = 搜索
landmark-state = 数据状态
landmark-selection = 批量操作

## 导航

nav-home = 首页
nav-customers = 客户
nav-people = 个人
nav-companies = 公司
nav-deals = 商机
nav-products = 产品
nav-transactions = 交易记录
nav-activities = 跟进
nav-tasks = 任务
nav-owners = 负责人
nav-trash = 回收站
nav-settings = 设置
nav-more = 更多
nav-saved-views = 已存视图
nav-switch-workspace = 切换工作区
nav-shortcuts = 键盘快捷键

## 按钮用词

action-add = 添加
action-add-tag = 添加标签
action-apply = 应用
action-back = 返回
action-call = 拨打
action-cancel = 取消
action-choose-file = 选择文件
action-choose-files = 选择文件
action-clear-all = 全部清除
action-close = 关闭
action-complete = 标为完成
action-copy = 复制
action-copy-link = 复制链接
action-correct = 更正
action-delete = 移入回收站
action-details = 详情
action-download-report = 下载报告
action-duplicate = 再建一份
action-edit = 编辑
action-email = 邮件
action-erase = 彻底删除
action-export = 导出
action-export-everything = 导出全部
action-free-space = 释放空间
action-import = 导入
action-later = 稍后
action-merge = 合并
action-more = 更多
action-move = 移动
action-new = 新建
action-next = 下一个
action-open = 打开
action-previous = 上一个
action-print = 打印
action-redo = 重做
action-reload = 重新加载
action-remove = 移除
action-rename = 重命名
action-reopen = 重新打开
action-reset = 重置
action-restore = 恢复
action-retry = 重试
action-save = 保存
action-search = 搜索
action-select-all = 全选
action-show = 显示
action-show-all = 显示全部
action-skip = 跳过
action-undo = 撤销
action-open-site = 打开网站
busy-saving = 正在保存
busy-loading = 正在加载
busy-importing = 正在导入
busy-exporting = 正在导出
busy-restoring = 正在恢复

## 格式。月份与星期的名称来自浏览器

date-day-month = { $month }{ $day }日
date-day-month-year = { $year }年{ $month }{ $day }日
date-weekday-day-month = { $month }{ $day }日 { $weekday }
date-long = { $year }年{ $month }{ $day }日 { $weekday }
date-month-year = { $year }年{ $month }
date-today = 今天
date-yesterday = 昨天
date-tomorrow = 明天
date-with-time = { $date } { $time }
date-overdue = 逾期 { $days } 天
span-minutes = { $minutes } 分钟
span-hours = { $hours } 小时
span-hours-minutes = { $hours } 小时 { $minutes } 分
span-days = { $days } 天
span-days-hours = { $days } 天 { $hours } 小时
ago-now = 刚刚
ago-minutes = { $count } 分钟前
ago-hours = { $count } 小时前
ago-days = { $count } 天前
value-none = –
value-yes = 是
value-no = 否
value-quoted = “{ $value }”
value-trashed = { $name }（在回收站）
value-missing = 未找到

## 保存状态

save-saved = 已存到本机
save-saving = 正在保存…
save-failed = 未保存
save-failed-quota = 未保存：存储空间已满。
save-failed-aborted = 未保存：浏览器中止了写入。
save-failed-unavailable = 未保存：无法访问存储。
save-taken-back = 此项修改未能保存，已收回。输入的文字仍在表单中。
save-taken-back-quota = 磁盘已满，此项修改已收回。输入的文字仍在表单中。
save-read-only = 只读
save-other-tab = 已在另一标签页修改
state-offline = 离线
state-backup-none = 尚无备份
state-backup-today = 今天已备份
state-backup-age = { $days } 天前备份
state-changes-since-backup = { $count ->
    [0] 之后没有修改
   *[other] 之后有 { $count } 项修改
}
state-update-ready = 新版本已就绪，重新加载后启用。
state-update-reload = 立即重新加载
state-persist-granted = 浏览器已承诺不会自行清除这些数据。
state-persist-denied = 空间不足时浏览器可能清除这些数据，请保留备份。
state-panic-title = { -name } 出现故障
state-panic-body = 已保存的内容仍在。稳妥起见，先导出全部，再重新加载。

## 提示条：发生在视线之外的事，旁边可撤销

toast-created = 已添加 { $name }
toast-saved = 已保存 { $name }
toast-moved = 已将 { $name } 移至 { $stage }
toast-won = { $name } 已赢单
toast-lost = { $name } 已输单
toast-reopened = { $name } 已重新打开
toast-trashed = 已将 { $name } 移入回收站
toast-trashed-many = 已将 { $count } 条记录移入回收站
toast-restored = 已恢复 { $name }
toast-restored-many = 已恢复 { $count } 条记录
toast-erased-many = 已彻底删除 { $count } 条记录
toast-edited-many = 已修改 { $count } 条记录的 { $field }
toast-merged = 已合并 { $name }
toast-activity-logged = 已加入动态
toast-task-done = { $name } 已完成
toast-view-saved = 已保存视图“{ $name }”
toast-exported = 已将 { $count } 条记录导出到 { $file }
toast-copied = 已复制
toast-undone = 已撤销：{ $label }
toast-redone = 已重做：{ $label }
toast-undone-partly = 已撤销：{ $label }。其中 { $count } 个字段此后又有修改，予以保留。
toast-nothing-to-undo = 没有可撤销的操作
toast-nothing-to-redo = 没有可重做的操作
toast-backup-saved = 备份已存为 { $file }

## 变更的说明，用于历史、撤销与日志

change-create = 添加 { $name }
change-create-many = 添加 { $count } 条记录
change-edit = 修改 { $name }
change-edit-many = 修改 { $count } 条记录
change-move = 将 { $name } 移至其他阶段
change-move-many = 将 { $count } 个商机移至其他阶段
change-trash = 将 { $name } 移入回收站
change-trash-many = 将 { $count } 条记录移入回收站
change-restore = 恢复 { $name }
change-restore-many = 恢复 { $count } 条记录
change-erase = 彻底删除 { $count } 条记录
change-import = 从 { $name } 导入 { $count } 条记录
change-restore-backup = 从备份 { $name } 恢复 { $count } 条记录
change-undo = 撤销对 { $name } 的变更
change-undo-many = 撤销对 { $count } 条记录的变更
change-redo = 重做对 { $name } 的变更
change-redo-many = 重做对 { $count } 条记录的变更
change-found = 建立工作区

## 记录种类

kind-settings = 设置
kind-owner = 负责人
kind-tag = 标签
kind-custom-field = 自定义字段
kind-view = 视图
kind-product = 产品
kind-pipeline = 销售管道
kind-customer = 客户
kind-deal = 商机
kind-transaction = 交易记录
kind-activity = 跟进
kinds-owner = 负责人
kinds-tag = 标签
kinds-custom-field = 自定义字段
kinds-view = 视图
kinds-product = 产品
kinds-pipeline = 销售管道
kinds-customer = 客户
kinds-deal = 商机
kinds-transaction = 交易记录
kinds-activity = 跟进
count-owner = { $count } 位负责人
count-tag = { $count } 个标签
count-custom-field = { $count } 个自定义字段
count-view = { $count } 个视图
count-product = { $count } 种产品
count-pipeline = { $count } 条销售管道
count-customer = { $count } 位客户
count-deal = { $count } 个商机
count-transaction = { $count } 笔交易
count-activity = { $count } 条跟进
count-records = { $count } 条记录

## 通用字段

field-id = 编号
field-owner = 负责人
field-tags = 标签
field-custom = 自定义字段
field-external_ids = 外部编号
field-unresolved = 未识别内容
field-created_at = 添加时间
field-created_by = 添加人
field-updated_at = 修改时间
field-updated_by = 修改人
field-deleted_at = 移入回收站时间
field-gone = 已彻底删除
field-unknown = 来自更新的版本
field-rev = 版本号

## 客户字段

field-customer-kind = 类别
field-customer-name = 名称
field-customer-given_name = 名
field-customer-family_name = 姓
field-customer-display_order = 姓名顺序
field-customer-salutation = 称谓
field-customer-title = 职务
field-customer-department = 部门
field-customer-birthday = 生日
field-customer-legal_name = 注册名称
field-customer-domain = 域名
field-customer-industry = 行业
field-customer-type = 类型
field-customer-size = 员工人数
field-customer-annual_revenue = 年营业额
field-customer-tax_id = 税号
field-customer-emails = 邮箱
field-customer-phones = 电话
field-customer-addresses = 地址
field-customer-website = 网站
field-customer-lifecycle = 生命周期
field-customer-lead_status = 线索状态
field-customer-source = 来源
field-customer-rating = 意向
field-customer-do_not_call = 请勿致电
field-customer-consent = 沟通许可
field-customer-preferred_language = 语言
field-customer-description = 描述
field-customer-companies = 所属公司
field-customer-reports_to = 直属上级
field-customer-parent = 上级公司
field-customer-next_follow_up = 下次联系
field-customer-completeness = 资料完整度
field-customer-last_contact = 最近联系
field-customer-next_step = 下一步
field-customer-open_deals = 进行中商机

## 商机字段

field-deal-name = 名称
field-deal-customer = 客户
field-deal-amount = 金额
field-deal-pipeline = 销售管道
field-deal-stage = 阶段
field-deal-stage_since = 进入阶段日期
field-deal-probability = 赢单概率
field-deal-expected_close = 预计成交日
field-deal-closed_at = 结单日期
field-deal-started_at = 开始日期
field-deal-lost_reason = 输单原因
field-deal-type = 类型
field-deal-next_step = 下一步
field-deal-next_follow_up = 下次联系
field-deal-source = 来源
field-deal-forecast_category = 预测类别
field-deal-lines = 产品明细
field-deal-people = 相关人员
field-deal-competitor = 竞争对手
field-deal-description = 描述
field-deal-position = 阶段内位置
field-deal-outcome = 结果
field-deal-weighted = 加权金额
field-deal-days_in_stage = 停留天数

## 其他记录的字段

field-product-name = 名称
field-product-code = 编码
field-product-price = 价格
field-product-cost = 成本
field-product-category = 类别
field-product-active = 在售
field-product-description = 描述
field-owner-name = 姓名
field-owner-email = 邮箱
field-owner-role = 角色
field-owner-active = 在职
field-pipeline-name = 名称
field-pipeline-default = 新商机默认使用
field-pipeline-stages = 阶段
field-transaction-number = 单号
field-transaction-kind = 类别
field-transaction-customer = 客户
field-transaction-date = 日期
field-transaction-amount = 金额
field-transaction-cost = 成本
field-transaction-status = 状态
field-transaction-channel = 渠道
field-transaction-deal = 商机
field-transaction-lines = 产品明细
field-transaction-description = 描述
field-activity-kind = 类别
field-activity-subject = 主题
field-activity-body = 正文
field-activity-about = 关联记录
field-activity-participants = 参与人
field-activity-at = 时间
field-activity-due = 截止日期
field-activity-status = 状态
field-activity-priority = 优先级
field-activity-remind_at = 提醒时间
field-activity-duration = 时长（分钟）
field-activity-direction = 方向
field-activity-outcome = 结果
field-activity-done_at = 完成时间
field-tag-name = 名称
field-tag-color = 颜色
field-tag-description = 描述
field-view-name = 名称
field-view-object = 显示内容
field-view-layout = 布局
field-view-query = 查询条件
field-view-order = 次序
field-custom-field-object = 所属记录
field-custom-field-key = 键名
field-custom-field-label = 显示名称
field-custom-field-type = 类型
field-custom-field-options = 选项
field-custom-field-order = 次序
field-settings-name = 工作区名称
field-settings-currency = 币种
field-settings-region = 电话默认国家
field-settings-first_weekday = 每周首日

## 字段的组成部分

part-emails-value = 邮箱
part-emails-type = 邮箱类别
part-emails-primary = 主要邮箱
part-emails-opt_out = 已退订
part-phones-value = 电话
part-phones-type = 电话类别
part-phones-primary = 主要电话
part-phones-e164 = 国际号码
part-phones-ext = 分机
part-addresses-type = 地址类别
part-addresses-street = 街道
part-addresses-city = 城市
part-addresses-region = 省、州
part-addresses-postal = 邮政编码
part-addresses-country = 国家
part-companies-customer = 公司
part-companies-role = 角色
part-companies-primary = 主要公司
part-consent-email = 邮件
part-consent-phone = 电话
part-consent-basis = 依据
part-consent-at = 同意日期
part-lines-product = 产品
part-lines-quantity = 数量
part-lines-unit_price = 单价
part-lines-discount = 折扣
part-people-customer = 联系人
part-people-role = 角色
part-participants-customer = 联系人
part-stages-name = 阶段
part-stages-order = 次序
part-stages-probability = 赢单概率
part-stages-category = 结果
part-stages-forecast_category = 预测类别
part-stages-rot_days = 停滞天数
part-stages-color = 颜色
part-options-name = 选项
part-options-order = 次序

## 选项

option-customer-kind-person = 个人
option-customer-kind-company = 公司
option-display_order-given_first = 名在前
option-display_order-family_first = 姓在前
option-lifecycle-subscriber = 订阅者
option-lifecycle-lead = 线索
option-lifecycle-mql = 市场认可
option-lifecycle-sql = 销售认可
option-lifecycle-opportunity = 商机中
option-lifecycle-customer = 客户
option-lifecycle-evangelist = 推荐者
option-lifecycle-other = 其他
option-lifecycle-former = 已流失
option-lead_status-new = 新线索
option-lead_status-contacted = 已联系
option-lead_status-working = 跟进中
option-lead_status-nurture = 培育中
option-lead_status-qualified = 已确认
option-lead_status-unqualified = 不合格
option-lead_status-converted = 已转化
option-source-web = 网站
option-source-phone = 电话
option-source-referral = 转介绍
option-source-partner = 合作伙伴
option-source-event = 活动
option-source-campaign = 营销活动
option-source-advertisement = 广告
option-source-cold_call = 陌生拜访
option-source-purchased_list = 购买名单
option-source-other = 其他
option-rating-hot = 高意向
option-rating-warm = 中意向
option-rating-cold = 低意向
option-customer-type-prospect = 潜在客户
option-customer-type-customer = 客户
option-customer-type-partner = 合作伙伴
option-customer-type-reseller = 经销商
option-customer-type-supplier = 供应商
option-customer-type-competitor = 竞争对手
option-customer-type-other = 其他
option-industry-agriculture = 农业
option-industry-construction = 建筑
option-industry-consulting = 咨询
option-industry-education = 教育
option-industry-energy = 能源
option-industry-finance = 金融
option-industry-food = 食品
option-industry-government = 政府
option-industry-healthcare = 医疗健康
option-industry-hospitality = 酒店餐饮
option-industry-logistics = 物流
option-industry-manufacturing = 制造
option-industry-media = 传媒
option-industry-nonprofit = 公益组织
option-industry-real_estate = 房地产
option-industry-retail = 零售
option-industry-technology = 科技
option-industry-telecommunications = 通信
option-industry-travel = 旅游
option-industry-other = 其他
option-type-work = 工作
option-type-home = 私人
option-type-mobile = 手机
option-type-fax = 传真
option-type-billing = 账单
option-type-shipping = 收货
option-type-other = 其他
option-deal-type-new_business = 新客户
option-deal-type-existing_business = 老客户
option-deal-type-renewal = 续约
option-outcome-open = 进行中
option-outcome-won = 赢单
option-outcome-lost = 输单
option-lost_reason-price = 价格
option-lost_reason-competitor = 竞争对手
option-lost_reason-no_budget = 没有预算
option-lost_reason-no_decision = 未做决定
option-lost_reason-timing = 时机不合
option-lost_reason-no_fit = 需求不符
option-lost_reason-no_contact = 失去联系
option-lost_reason-other = 其他
option-forecast_category-omitted = 不计入
option-forecast_category-pipeline = 管道内
option-forecast_category-best_case = 乐观
option-forecast_category-commit = 承诺
option-forecast_category-closed = 已成交
option-stages-category-open = 进行中
option-stages-category-won = 赢单
option-stages-category-lost = 输单
option-owner-role-admin = 管理员
option-owner-role-sales = 销售
option-owner-role-service = 服务
option-owner-role-marketing = 市场
option-owner-role-read_only = 只读
option-transaction-kind-order = 订单
option-transaction-kind-invoice = 账单
option-transaction-kind-payment = 收款
option-transaction-kind-refund = 退款
option-transaction-status-open = 未结清
option-transaction-status-paid = 已付款
option-transaction-status-cancelled = 已取消
option-channel-shop = 门店
option-channel-web = 网站
option-channel-phone = 电话
option-channel-partner = 合作伙伴
option-channel-other = 其他
option-activity-kind-task = 任务
option-activity-kind-call = 电话
option-activity-kind-meeting = 会议
option-activity-kind-email = 邮件
option-activity-kind-note = 备注
option-activity-kind-visit = 拜访
option-activity-status-not_started = 未开始
option-activity-status-in_progress = 进行中
option-activity-status-waiting = 等待中
option-activity-status-done = 已完成
option-activity-status-deferred = 已推迟
option-activity-status-cancelled = 已取消
option-priority-low = 低
option-priority-normal = 普通
option-priority-high = 高
option-direction-in = 呼入
option-direction-out = 呼出
option-layout-table = 表格
option-layout-board = 看板
option-custom-field-type-text = 文本
option-custom-field-type-number = 数字
option-custom-field-type-money = 金额
option-custom-field-type-date = 日期
option-custom-field-type-bool = 是或否
option-custom-field-type-choice = 选项
option-object-customer = 客户
option-object-deal = 商机
option-object-product = 产品
option-object-owner = 负责人
option-object-transaction = 交易记录
option-object-activity = 跟进
option-object-customers = 客户
option-object-deals = 商机
option-object-products = 产品
option-object-owners = 负责人
option-object-transactions = 交易记录
option-object-activities = 跟进
option-first_weekday-monday = 周一
option-first_weekday-sunday = 周日
option-first_weekday-saturday = 周六

## 工作区的初始阶段

pipeline-default = 销售
stage-new = 新建
stage-qualified = 已确认
stage-value_proposed = 价值呈现
stage-proposal = 方案报价
stage-negotiation = 谈判
stage-won = 赢单
stage-lost = 输单

## 值的问题：显示在字段旁和导入报告里

rule-required = 此处必填。
rule-too-long = 最多 { $max } 个字符，请缩短。
rule-too-many = 最多 { $max } 项，请删减。
rule-not-an-email = “{ $value }”不是邮箱地址。格式应为名称、@ 和带点的域名，如 ann@example.com。
rule-not-a-phone = “{ $value }”不是电话号码，至少要有三位数字。
rule-not-a-date = “{ $value }”不是日期。请写年、月、日，如 2026-11-28。
rule-does-not-exist = “{ $value }”这一天并不存在。请更正，或将字段留空。
rule-not-an-instant = “{ $value }”不是带时间的日期。请写成 2026-11-28 14:00 的形式。
rule-not-an-amount = “{ $value }”不是金额。请用数字书写，如 1,250.50。
rule-too-precise = { $digits ->
    [0] “{ $value }”带有小数，而该币种没有小数位。
   *[other] “{ $value }”的小数位过多，该币种只有 { $digits } 位。
}
rule-not-a-number = “{ $value }”不是数字。请用数字书写，如 1,250.5。
rule-not-a-yes-or-no = “{ $value }”既不是“是”也不是“否”。
rule-not-a-url = “{ $value }”不是网址。请写成 https://example.com 的形式。
rule-not-an-option = “{ $value }”不在选项之中。请选择一项，或在设置中添加。
rule-not-an-operator = 此字段不能按“{ $value }”筛选。
rule-not-a-currency = “{ $value }”不是币种。请写三个字母，如 CNY。
rule-not-a-country = “{ $value }”不是国家代码。请写两个字母，如 CN。
rule-not-an-id = “{ $value }”不是编号。
rule-out-of-range = 数值须在 { $min } 与 { $max } 之间。
rule-not-unique = “{ $value }”已被另一条记录使用。
rule-no-such-record = 未找到“{ $value }”。请另选一条，或先添加。
rule-wrong-kind = “{ $value }”的记录种类与此处不符。
rule-circular = 这样会指回记录本身，请另选一条。
rule-wrong-type = 值的形式与该字段不符。
rule-unknown-field = 没有这个字段。
rule-still-used = “{ $value }”仍被其他记录使用。请先修改那些记录。
rule-not-allowed = 该字段不能手动设置。

## 被拒绝的操作

refused-invalid = 有字段需要更正，已标出第一处。
refused-not-found = 这条记录已不在此处，可能已被彻底删除。
refused-stale = 这条记录刚在别处被修改。请核对后重试。
refused-in-use = 仍有 { $count } 条记录在使用。请先修改这些记录。
refused-limit = 此处最多只能有 { $limit } 项。
refused-read-only = 较新版本的 { -name } 正在使用这些数据，本标签页无法写入。重新加载后即可继续。

## 存储

storage-unavailable = 浏览器未向 { -name } 提供存储空间，可能是无痕窗口或某项设置所致。目前无法保存任何内容。
storage-blocked = 另一标签页正以旧版本占用数据。请关闭或重新加载那个标签页。
storage-quota = 存储空间已满。请在本机释放空间后重试。
storage-too-new = 这些数据由更新版本的 { -name } 写入。请重新加载以获取新版本；数据未作任何改动。
storage-aborted = 浏览器中止了写入。修改已收回，文字仍在表单中。
storage-damaged = 部分数据无法读取。可读的内容照常显示，其余已另行存放，并未删除。
storage-lost-connection = 与存储的连接已断开，{ -name } 正在重新打开。

## 列表

list-rows = 第 { $from }–{ $to } 行，共 { $total } 行
list-count-of = { $total } 条中的 { $count } 条
list-sum = 合计
list-average = 平均
list-filter = 筛选
list-filters = 筛选条件
list-add-filter = 添加筛选
list-filter-count = { $count } 个筛选
list-remove-filter = 移除筛选
list-sort = 排序
list-sort-ascending = 升序
list-sort-descending = 降序
list-sort-by = 按{ $field }排序
list-columns = 列
list-column-width = { $field } 的列宽
list-hide-column = 隐藏此列
list-density = 行高
list-density-compact = 紧凑
list-density-normal = 标准
list-density-roomy = 宽松
list-group-by = 分组
list-all = 全部
list-new-view = 新建视图
list-save-view = 保存视图
list-save-view-as = 另存为新视图
list-delete-view = 删除视图
list-view-name = 视图名称
list-view-changed = 视图有改动
list-discard-changes = 放弃改动
list-table = 表格
list-board = 看板
list-select-row = 选择 { $name }
list-selected = 已选 { $count } 条
list-select-all-matching = 全选 { $count } 条
list-clear-selection = 取消选择
list-set-field = 修改字段
list-set-owner = { $count } 条记录的负责人
list-set-tag = { $count } 条记录的标签
list-keys-move = 移动
list-keys-select = 选择
list-keys-open = 打开
list-keys-edit = 编辑
list-none-planned = 未安排
list-empty-cell = 添加
list-loading = 已加载 { $done } 条，共 { $total } 条
list-results = { $count ->
    [0] 没有结果
   *[other] { $count } 条结果
}
list-sum-mixed = { $count } 种货币

## 筛选用词：字段、词、值

op-is = 等于
op-is-not = 不等于
op-in = 属于
op-not-in = 不属于
op-contains = 包含
op-starts = 开头是
op-gt = 大于
op-gte = 不小于
op-lt = 小于
op-lte = 不大于
op-after = 晚于
op-on-or-after = 不早于
op-before = 早于
op-on-or-before = 不晚于
op-between = 介于
op-empty = 为空
op-not-empty = 已填写
op-within = 在此期间
op-and = 且
op-or = 或
op-not = 非
op-value = 值
op-from = 从
op-to = 到
within-today = 今天
within-this-week = 本周
within-this-month = 本月
within-this-quarter = 本季度
within-this-year = 今年
within-last-days = 最近 { $count } 天
within-next-days = 未来 { $count } 天

## 空列表

empty-customers-title = 还没有客户
empty-customers-body = 添加或导入的客户都会列在这里。
empty-deals-title = 还没有商机
empty-deals-body = 商机是一笔可能的销售。可以新建，也可以导入现有的销售管道。
empty-products-title = 还没有产品
empty-products-body = 所售产品列在这里，可在商机中选用。
empty-owners-title = 还没有负责人
empty-owners-body = 负责客户和商机的人列在这里。
empty-activities-title = 还没有跟进
empty-activities-body = 电话、会议、备注和任务都列在这里。
empty-transactions-title = 还没有交易记录
empty-transactions-body = 订单、账单和收款都列在这里。
empty-timeline = 这里还没有动态。写一条备注，或记录一次电话。
empty-stage = 此阶段没有商机
empty-add-one = 新建一个
empty-filtered-title = 没有符合这 { $count } 个筛选的记录
empty-filtered-body = 有 { $count } 条记录被隐藏。去掉“{ $filter }”后有 { $more } 条。
empty-filtered-drop = 去掉“{ $filter }”
empty-search = 没有与“{ $text }”相符的内容

## 客户

customers-title = 客户
customers-search = 搜索姓名、拼音、备注、电话…
customers-new = 新建客户
customers-new-person = 新建个人
customers-new-company = 新建公司
customers-tab-all = 全部
customers-tab-people = 个人
customers-tab-companies = 公司
customer-page-missing = 这里没有这位客户。可能已被彻底删除，或链接来自另一个工作区。
customer-person-at = { $title } · { $company }
customer-company-in = 公司 · { $place }
customer-person-in = 个人 · { $place }
customer-since = { $date }成为客户
customer-place-in-list = 第 { $place }/{ $total } 位
customer-previous = 上一位客户
customer-next = 下一位客户
customer-facts = 要点
customer-main-contact = 主要联系人
customer-add-deal = 新建商机
customer-add-email = 添加邮箱
customer-add-phone = 添加电话
customer-add-address = 添加地址
customer-add-company = 添加公司
customer-details = 资料
customer-timeline = 动态
customer-related = 相关
customer-people = 联系人
customer-deals = 商机
customer-transactions = 交易记录
customer-complete = 完整度 { $percent }
customer-missing = 缺少：{ $fields }
customer-closes = { $date }成交
customer-duplicate-title = 可能是同一位客户
customer-duplicate-body = { $name } 的{ $field }与此相同。
customer-duplicate-open = 打开 { $name }
customer-duplicate-keep = 仍然添加
customer-name-hint = 姓名，或通用的称呼
customer-form-title-new = 新建客户
customer-show-earlier = 显示更早的 { $count } 条

## 就地编辑

field-edit = { $field }，{ $value }，编辑
field-edit-empty = { $field }，空，编辑
field-escape-cancels = Esc 取消
field-add-value = 添加
field-remove-value = 移除 { $value }
field-make-primary = 将 { $value } 设为主要
field-date-hint = 年、月、日
field-choose = 请选择
field-no-choice = 无
field-search-record = 按名称搜索
field-create-record = 添加“{ $name }”
field-own-add = 添加自定义字段

## 动态

timeline-title = 动态
timeline-all = 全部
timeline-activities = 跟进
timeline-changes = 变更
timeline-created = { $who } 添加了 { $name }
timeline-changed = { $who } 将 { $field } 由 { $before } 改为 { $after }
timeline-set = { $who } 将 { $field } 设为 { $after }
timeline-cleared = { $who } 清空了 { $field }，原为 { $before }
timeline-added-value = { $who } 在 { $field } 中添加了 { $after }
timeline-removed-value = { $who } 从 { $field } 中移除了 { $before }
timeline-moved = { $who } 将 { $name } 移至 { $stage }
timeline-called = { $who } 致电
timeline-was-called = { $who } 接到来电
timeline-met = { $who } 参加会议
timeline-emailed = { $who } 发送邮件
timeline-got-email = { $who } 收到邮件
timeline-noted = { $who } 写下备注
timeline-visited = { $who } 上门拜访
timeline-planned = { $who } 安排了 { $subject }
timeline-finished = { $who } 完成了 { $subject }
timeline-imported = { $who } 从 { $file } 导入
timeline-merged = { $who } 合并了重复记录
timeline-trashed = { $who } 将其移入回收站
timeline-restored = { $who } 将其恢复
timeline-with-others = 另有 { $count } 条一同修改
timeline-undo = 撤销：{ $label }
timeline-today = 截至今天
author-me = 我
author-unknown = 未知用户

## 记录跟进

composer-note = 写一条备注
composer-note-hint = 有什么值得记下？
composer-call-hint = 谈了什么？
composer-meeting-hint = 定了什么？
composer-email-hint = 写了什么？
composer-visit-hint = 看到了什么？
composer-task-hint = 要做什么？
composer-add = 添加
composer-when = 时间
composer-due = 截止日期
composer-minutes = 分钟
composer-log-call = 记录电话
composer-log-meeting = 记录会议
composer-log-email = 记录邮件
composer-log-visit = 记录拜访
composer-add-task = 添加任务
composer-add-note = 添加备注
task-done = 完成
task-mark-done = 将“{ $subject }”标为完成
task-due = { $date }截止
task-overdue = 自 { $date }起逾期
task-none = 没有任务
tasks-title = 任务
tasks-overdue = 已逾期
tasks-today = 今天
tasks-later = 以后
tasks-undated = 未定日期

## 商机

deals-title = 商机
deals-new = 新建商机
deals-board = 看板
deals-table = 表格
deals-open = { $count ->
   *[other] 个进行中商机
}
deals-total = 总额
deals-weighted = 加权
deals-stale = 停滞
deals-without-customer = 没有客户
deals-board-hint = 拖动卡片，或选中后按 M
deals-search = 搜索商机
deal-page-missing = 这里没有这个商机。可能已被彻底删除，或链接来自另一个工作区。
deal-stage-probability = { $stage } { $percent }
deal-weighted = 加权 { $amount }
deal-no-next-step = 没有下一步
deal-no-amount = 没有金额
deal-no-customer = 没有客户
deal-days-in-stage = 在此阶段 { $days } 天
deal-stale = 停滞：在此阶段已 { $days } 天
deal-move = 移动
deal-move-to-stage = 移至阶段
deal-move-card = 移动 { $name }
deal-moving = 正在移动
deal-moving-place = 将 { $name } 移至 { $stage }，第 { $place } 位，共 { $total } 位
deal-moved = { $name } 已在 { $stage }，第 { $place } 位，共 { $total } 位
deal-move-cancelled = { $name } 仍在 { $stage }
deal-keys-stage = 阶段
deal-keys-place = 位置
deal-keys-drop = 放下
deal-keys-back = 取消
deal-drop-here = 放到这里
deal-show-more = 再显示 { $count } 个
deal-lane = { $stage }，{ $count } 个商机，{ $sum }
deal-win = 赢单
deal-lose = 输单
deal-lose-title = { $name } 为何输单？
deal-lose-confirm = 按输单结束
deal-won-count = 赢单 { $count } 个
deal-lost-count = 输单 { $count } 个，需填写原因
deal-reopen = 重新打开商机
deal-form-title-new = 新建商机
deal-weighted-hint = 加权金额：{ $amount }，按 { $percent } 计
deal-set-next-step = 设定下一步

## 产品、负责人、交易记录

products-title = 产品
products-new = 添加产品
owners-title = 负责人
owners-new = 添加负责人
transactions-title = 交易记录
transactions-new = 添加交易
activities-title = 跟进

## 搜索与命令

palette-title = 搜索与命令
palette-placeholder = 搜索，或输入命令
palette-results = { $count ->
    [0] 没有结果
   *[other] { $count } 条结果
}
palette-group-customers = 客户
palette-group-deals = 商机
palette-group-notes = 备注
palette-group-others = 其他记录
palette-group-commands = 命令
palette-group-recent = 最近
palette-choose = 选择
palette-commands-only = 仅命令
palette-hint = 可搜姓名、备注和电话
palette-show-all = 显示与“{ $text }”相符的客户
palette-go-to = 前往{ $page }
palette-new-customer = 新建客户
palette-new-deal = 新建商机
palette-new-task = 新建任务
palette-log-call = 记录与 { $name } 的电话
palette-new-deal-for = 为 { $name } 新建商机
palette-import = 导入文件
palette-export = 导出此列表
palette-backup = 立即备份
palette-restore = 恢复备份
palette-switch-theme = 切换浅色与深色
palette-switch-language = 切换语言

## 键盘快捷键

shortcuts-title = 键盘快捷键
shortcuts-hint = 单字母快捷键在输入框之外生效，可在设置中关闭。
shortcuts-single-letters = 单字母快捷键
shortcuts-group-anywhere = 任何位置
shortcuts-group-list = 列表
shortcuts-group-record = 记录
shortcuts-group-board = 看板
shortcuts-group-form = 表单
shortcut-search = 搜索与命令
shortcut-undo = 撤销，重启后仍可用
shortcut-redo = 重做
shortcut-go-customers = 前往客户
shortcut-go-deals = 前往商机
shortcut-go-activities = 前往任务
shortcut-new-customer = 新建客户
shortcut-new-deal = 新建商机
shortcut-new-task = 新建任务
shortcut-log-call = 记录电话
shortcut-log-meeting = 记录会议
shortcut-log-email = 记录邮件
shortcut-note = 写备注
shortcut-help = 显示本列表
shortcut-next = 下一个
shortcut-previous = 上一个
shortcut-first = 第一个
shortcut-last = 最后一个
shortcut-open = 打开
shortcut-preview = 预览
shortcut-select = 选择
shortcut-extend = 扩大选择
shortcut-select-all = 全选
shortcut-edit = 编辑
shortcut-save = 保存
shortcut-take-back = 取消修改
shortcut-filter = 筛选
shortcut-sort = 排序
shortcut-views = 视图
shortcut-trash = 移入回收站
shortcut-move = 拿起并移动卡片
shortcut-drop = 放下
shortcut-previous-record = 列表中的上一条
shortcut-next-record = 列表中的下一条
shortcut-primary = 主按钮
key-then = 然后
key-or = 或

## 导入

import-title = 导入
import-step-file = 文件
import-step-columns = 匹配列
import-step-check = 检查
import-step-done = 完成
import-steps = 导入步骤
import-drop = 将文件拖到这里，或选择文件
import-drop-more = 继续拖入文件，或选择文件
import-drop-hint = 支持 CSV 文件和 { -name } 备份。文件只在本机读取，绝不上传。
import-remove-file = 移除 { $file }
import-file-read = { $size }，{ $seconds } 秒读完
import-what = 文件内容
import-source = 来源
import-source-known = { $total } 个列名中识别了 { $known } 个
import-source-unknown = 未知来源，按列名读取
import-text = 文本
import-encoding-sample = 读取正确：{ $sample }
import-shape = 结构
import-shape-value = { $rows } 行，{ $columns } 列，{ $delimiter }分隔
import-delimiter-comma = 逗号
import-delimiter-semicolon = 分号
import-delimiter-tab = 制表符
import-delimiter-pipe = 竖线
import-header-row = 首行是列名
import-dates = 日期
import-dates-year-first = 年、月、日
import-dates-day-first = 日在前
import-dates-month-first = 月在前
import-dates-question = 日在前还是月在前？
import-dates-ambiguous = 列“{ $column }”两种读法都成立：没有大于 12 的日。请选定一次；选错会悄悄改变日期。
import-dates-example = { $text } = { $date }
import-decimal = 小数点
import-decimal-point = 点号，如 1,234.50
import-decimal-comma = 逗号，如 1.234,50
import-phones = 未写国家代码的电话
import-currency = 未写币种的金额
import-sure = 确定
import-check = 待核对
import-change = 更改
import-nothing-written = 确认之前不会写入任何内容
import-choices-left = 还有 { $count } 处需要选择
import-next-columns = 匹配列
import-matched = 已匹配 { $count } 列
import-to-check = { $count } 列待核对
import-left-out = { $count } 列不导入
import-only-to-check = 只看待核对
import-mapping-saved = 已存的匹配
import-mapping-kept = 下次遇到相同结构的文件会沿用这一匹配
import-column = 文件中的列
import-first-values = 前几个值
import-becomes = 对应字段
import-match = 匹配度
import-note = 说明
import-match-exact = 完全一致
import-match-guess = { $percent }
import-match-skipped = 不导入
import-target-skip = 不导入
import-target-own-field = 新建自定义字段“{ $name }”
import-target-own-type = 新字段的类型
import-valid = { $valid } 个有效，{ $empty } 个为空
import-by-values = 根据值判断
import-check-all = 检查所有行
import-checking = 正在检查
import-progress = 第 { $done } 行，共 { $total } 行
import-values-title = 有 { $count } 个值尚未识别
import-values-hint = 每个值回答一次，适用于所有含该值的行。
import-value-rows = { $count } 行
import-value-map = 视为 { $name }
import-value-add = 添加“{ $name }”
import-value-empty = 留空
import-value-reject = 不导入这些行
import-value-suggested = “{ $value }”很像 { $name }
import-value-keep-text = 保留为文本
import-result-new = 新增
import-result-changed = 更新
import-result-same = 相同
import-result-duplicate = 重复
import-result-problem = 有误
import-result-new-hint = 将会添加
import-result-changed-hint = 字段有差异
import-result-same-hint = 无需处理
import-result-duplicate-hint = 与已有记录相似
import-result-problem-hint = 不导入的行
import-rows-to-look-at = { $count } 行需要查看
import-both-values = 两边都有值时：
import-take-file = 以文件为准
import-keep-mine = 保留现有
import-fill-gaps = 只补空缺
import-col-result = 结果
import-col-record = 记录
import-col-change = 将要改动
import-col-decision = 处理方式
import-row = 第 { $row } 行
import-row-column = 第 { $row } 行，{ $column } 列
import-no-name = （无名称）
import-same-as = 与 { $name } 相同：{ $fields }一致
import-decide-merge = 合并
import-decide-add = 添加
import-decide-skip = 跳过
import-decide-file = 文件
import-decide-mine = 现有
import-was = 原为
import-becomes-word = 改为
import-value-added = 新增
import-value-linked = 已关联
import-will-change = 将改动 { $count } 条记录，一次撤销即可全部收回。
import-run = 导入 { $count } 条记录
import-nothing-to-import = 没有可导入的内容：各行都相同或有误。
import-running = 第 { $done } 条，共 { $total } 条
import-done-title = 已导入 { $count } 条记录
import-done-in = 用时 { $seconds } 秒，已存到本机。
import-done-added = 新增
import-done-changed = 更新
import-done-merged = 与重复记录合并
import-done-skipped = 保持原样
import-done-rejected = 未导入
import-done-rejected-report = { $count ->
    [0] 无
   *[other] { $count } 行，原因见报告
}
import-done-unresolved = { $count } 条记录引用的内容未找到，已保留原文。
import-done-expected = 与预期不符？
import-done-undo-hint = 撤销只收回这次导入，明天仍可进行。此后对相同字段的修改会保留，并先行列出。
import-undo = 撤销导入
import-show-imported = 查看导入的记录
import-another = 导入另一个文件
import-cancelled = 导入已取消，未写入任何内容。
import-report-file = 导入报告
import-report-row = 行
import-report-column = 列
import-report-value = 值
import-report-reason = 原因

## 文件的问题

file-empty = { $file } 是空文件。请选择有内容的文件。
file-no-rows = { $file } 只有列名，下面没有数据行。
file-not-text = { $file } 不是文本文件，看上去是{ $kind }。请先导出为 CSV。
file-kind-picture = 图片
file-kind-archive = 压缩文件
file-kind-spreadsheet = 电子表格
file-kind-pdf = PDF
file-kind-other = 其他类型的文件
file-too-large = { $file } 超过 { $size }。请拆成较小的文件。
file-line-too-long = { $file } 第 { $row } 行单行超过 { $size }，可能缺少引号。
file-too-many-columns = { $file } 有 { $count } 列，最多可读 { $max } 列。请删去不需要的列。
file-unclosed-quote = { $file } 第 { $row } 行 { $column } 列的引号没有结束，其后内容都被读成一个值。请更正文件，或不导入该行。
file-unknown-encoding = 无法识别 { $file } 的编码。请在下方选择，或将文件另存为 UTF-8。
file-bad-character = { $file } 第 { $row } 行含有所选编码没有的字符，显示为 �。
file-uneven-row = { $file } 第 { $row } 行有 { $count } 个值，而共有 { $columns } 列。缺少的留空。
file-unreadable = 无法读取 { $file }，可能已被移动或正在别处打开。
file-repeated-header = { $file } 中列名“{ $column }”出现多次，将分别匹配。
problem-in-row = 第 { $row } 行，列“{ $column }”：{ $reason }
problem-in-row-only = 第 { $row } 行：{ $reason }
problem-nothing-to-name = 名称和公司都为空。

## 导出

export-title = 导出
export-csv = CSV，用于电子表格
export-json = JSON，用于程序
export-rows = 按当前筛选，{ $count } 条记录
export-columns-view = 视图中的列
export-columns-all = 全部字段
export-safe = 对电子表格安全
export-safe-hint = 会被电子表格当作公式执行的值，前面加一个撇号。
export-run = 导出 { $count } 条

## 回收站

trash-title = 回收站
trash-hint = 这里的内容在 { $days } 天后彻底删除。
trash-empty-title = 回收站是空的
trash-empty-body = 移到这里的内容 { $days } 天内可以恢复。
trash-deleted-on = 移入时间
trash-days-left = 还剩 { $days } 天
trash-restore = 恢复
trash-empty-now = 清空回收站
trash-erase-title = 彻底删除 { $count } 条记录？
trash-erase-body = 此操作无法撤销。此前的备份中仍会保留。
trash-erase-confirm = 彻底删除 { $count } 条

## 设置：数据与备份

settings-title = 设置
settings-general = 常规
settings-language = 语言
settings-theme = 外观
settings-theme-system = 跟随系统
settings-theme-light = 浅色
settings-theme-dark = 深色
settings-workspace = 工作区
settings-pipelines = 销售管道与阶段
settings-fields = 字段与标签
settings-data = 数据
settings-shortcuts = 快捷键
settings-about = 关于
settings-version = 版本 { $version }
settings-my-name = 你的名字
settings-my-name-hint = 显示在你的修改旁
data-on-device = 本机数据
data-used-of = 已用 { $used }，可用约 { $quota }
data-protected = 已受保护
data-not-protected = 未受保护
data-protect = 请求浏览器保护
data-records = 记录
data-history = 历史
data-other = 其他
data-check-title = 全面检查
data-check-now = 立即检查
data-check-clean = { $when }：检查了 { $count } 个数据页和条目，没有损坏
data-check-damaged = 有 { $count } 个数据页或条目损坏，其余完好。
data-changes = 变更
data-change-number = 第 { $number } 项变更
backup-title = 备份
backup-last = 上次备份：{ $when }
backup-never = 尚无备份。电脑丢失时，只有浏览器之外的文件能保住数据。
backup-hint = 电脑丢失时，只有浏览器之外的文件能保住数据。
backup-now = 立即备份
backup-restore = 恢复
backup-restore-hint = 先显示将有哪些改动；恢复后可以撤销
backup-reading = 正在读取 { $file }
backup-preview-title = { $file } 的内容
backup-preview-made = { $when }备份自“{ $workspace }”
backup-preview-change = 新增 { $new } 条，更新 { $changed } 条，相同 { $same } 条
backup-mode-replace = 替换现有数据
backup-mode-replace-hint = 之后一切以文件为准；只在本机的内容移入回收站
backup-mode-merge = 与现有数据合并
backup-mode-merge-hint = 补上缺少的内容；两边都有值时保留较新的
backup-restore-run = 恢复 { $count } 条记录
backup-restored = 已从 { $file } 恢复 { $count } 条记录
backup-not-a-backup = { $file } 不是 { -name } 备份。
backup-damaged = { $file } 已损坏：有 { $count } 个部分无法读取，其余可以恢复。
backup-too-new = { $file } 由更新版本的 { -name } 制作。请重新加载以获取新版本，再试一次。
workspace-switch = 工作区
workspace-new = 新建工作区
workspace-sample = 示例
workspace-erase = 删除工作区
workspace-erase-title = 从本机删除“{ $name }”？
workspace-erase-body = 其中的记录、历史和设置将从此浏览器移除。已存为文件的备份不受影响。
pipeline-add-stage = 添加阶段
pipeline-stage-in-use = 此阶段有 { $count } 个商机，请选择移到哪里。

## 首次使用

first-title = 欢迎
first-question = 客户资料从哪里来？
first-intro = { -name } 的全部数据都存在本机的这个浏览器里。断网也能使用，数据不会离开本机。
first-workspace = 工作区名称
first-workspace-default = 我的客户
first-currency = 币种
first-empty = 从空白开始
first-empty-hint = 一条七个阶段的销售管道，可随意改名
first-empty-time = 一秒即可
first-sample = 试用示例数据
first-sample-hint = 一家咖啡供应商和 { $count } 位客户，在独立的工作区中
first-sample-note = 一键移除
first-import = 导入
first-import-hint = 来自 Salesforce、HubSpot、Zoho、Excel 等的 CSV 文件
first-import-note = 先检查，可撤销
first-restore = 恢复备份
first-restore-hint = 来自另一台设备或更早日期的 { -name } 文件
first-restore-note = 先显示其中内容
first-promise = 无需账号，没有跟踪，不连接其他服务器
first-used-before = 以前在这里用过 { -name }？
first-look = 查找原有数据
first-looked-nothing = 在此浏览器中没有找到 { -name } 的数据。

## 数据恢复

recovery-title = 浏览器清空了 { -name } 的存储
recovery-body = { $when }这里有 { $count } 条记录，现在存储是空的。这不是首次使用，也没有人主动删除过数据。在你选择之前，不会写入任何内容。
recovery-damaged-title = { -name } 的部分数据无法读取
recovery-damaged-body = 有 { $count } 个数据页或条目损坏。在你选择之前，不会写入任何内容。
recovery-expected = 应有
recovery-found = 现有
recovery-records = { $count } 条记录
recovery-empty-since = 自 { $when }起为空
recovery-recommended = 推荐
recovery-backup = 选择备份文件
recovery-backup-hint = 已知最新的备份：{ $file }，{ $when }制作
recovery-backup-unknown = 以前从 { -name } 保存的文件
recovery-open-readable = 打开可读的部分
recovery-open-readable-hint = 损坏的部分另行存放，并不删除
recovery-rescue = 深入查找
recovery-rescue-hint = 打开一个简单页面，读取浏览器仍保有的数据并存为文件
recovery-rescue-open = 打开救援页面
recovery-report = 保存报告以便求助
recovery-start-empty = 改为从空白开始
recovery-why = 常见原因：清理工具、磁盘已满或浏览器配置损坏。请求保护存储可减少此类情况，有备份则无妨。
