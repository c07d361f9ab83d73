# English. Keys go by feature; src/i18n/zh-CN.ftl has the same keys with the same arguments.
# Sentence case; no exclamation marks; errors say what happened, what was kept and what to do.
# Numbers given as arguments are grouped (4,218); money and dates come formatted, as text.

-name = Satchel

## Page titles and landmarks

app-title = { -name }
page-title = { $page } · { -name }
skip-to-content = Skip to content
landmark-main-navigation = Main
landmark-saved-views = Saved views
landmark-search = Search
landmark-state = State of the data
landmark-selection = Actions for the selection

## Navigation

nav-home = Home
nav-customers = Customers
nav-people = People
nav-companies = Companies
nav-deals = Deals
nav-products = Products
nav-transactions = Transactions
nav-activities = Activities
nav-tasks = Tasks
nav-owners = Owners
nav-trash = Trash
nav-settings = Settings
nav-more = More
nav-saved-views = Saved views
nav-switch-workspace = Switch workspace
nav-shortcuts = Keyboard shortcuts

## Words on buttons

action-add = Add
action-add-tag = Add tag
action-apply = Apply
action-back = Back
action-call = Call
action-cancel = Cancel
action-choose-file = Choose file
action-choose-files = Choose files
action-clear-all = Clear all
action-close = Close
action-complete = Mark as done
action-copy = Copy
action-copy-link = Copy link
action-correct = Correct
action-delete = Move to trash
action-details = Details
action-download-report = Download report
action-duplicate = Duplicate
action-edit = Edit
action-email = E-mail
action-erase = Erase for good
action-export = Export
action-export-everything = Export everything
action-free-space = Free space
action-import = Import
action-later = Later
action-merge = Merge
action-more = More
action-move = Move
action-new = New
action-next = Next
action-open = Open
action-previous = Previous
action-print = Print
action-redo = Redo
action-reload = Reload
action-remove = Remove
action-rename = Rename
action-reopen = Reopen
action-reset = Reset
action-restore = Restore
action-retry = Try again
action-save = Save
action-search = Search
action-select-all = Select all
action-show = Show
action-show-all = Show all
action-skip = Skip
action-undo = Undo
action-open-site = Open website
busy-saving = Saving
busy-loading = Loading
part-missing = This part of Satchel did not arrive. Check the connection and try again; if a new version was just installed, reload the page.
busy-importing = Importing
busy-exporting = Exporting
busy-restoring = Restoring

## Formats. Month and weekday names are the browser's.

date-day-month = { $day } { $month }
date-day-month-year = { $day } { $month } { $year }
date-weekday-day-month = { $weekday } { $day } { $month }
date-weekday-iso = { $weekday } { $date }
date-long = { $weekday } { $day } { $month } { $year }
date-month-year = { $month } { $year }
date-today = Today
date-yesterday = Yesterday
date-tomorrow = Tomorrow
date-today-within = today
date-yesterday-within = yesterday
date-tomorrow-within = tomorrow
date-with-time = { $date } { $time }
date-overdue = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
}
span-minutes = { $minutes } min
span-hours = { $hours } h
span-hours-minutes = { $hours } h { $minutes }
span-days = { $days } d
span-days-hours = { $days } d { $hours } h
ago-now = just now
ago-minutes = { $count } min ago
ago-hours = { $count } h ago
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
value-none = –
value-yes = Yes
value-no = No
value-quoted = “{ $value }”
value-trashed = { $name } (in the trash)
value-missing = Not found

## Saving, the state line

save-saved = Saved on this device
save-saving = Saving…
save-failed-quota = Not saved: storage is full.
save-failed-aborted = Not saved: the browser stopped the write.
save-failed-unavailable = Not saved: storage cannot be reached.
save-taken-back = This change was taken back: it could not be saved. Your text is kept in the form.
save-taken-back-quota = This change was taken back: the disk is full. Your text is kept in the form.
save-read-only = Read only
save-other-tab = Changed in another tab
state-offline = Offline
state-backup-none = No backup yet
state-backup-today = Backed up today
state-backup-age = { $days ->
    [one] Backup { $days } day old
   *[other] Backup { $days } days old
}
state-changes-since-backup = { $count ->
    [0] No changes since
    [one] { $count } change since
   *[other] { $count } changes since
}
state-update-ready = A new version is ready. It starts when you reload.
state-update-reload = Reload now
state-persist-granted = The browser has promised not to clear this by itself.
state-persist-denied = The browser may clear this when space runs out. Keep a backup.
state-panic-title = Something in { -name } went wrong
state-panic-body = What was saved is still there. Export everything to be on the safe side, then reload.

## Toasts: what happened out of sight, with Undo beside it

toast-created = { $name } added
toast-saved = { $name } saved
toast-moved = { $name } moved to { $stage }
toast-won = { $name } won
toast-lost = { $name } lost
toast-reopened = { $name } reopened
toast-trashed = { $name } moved to trash
toast-trashed-many = { $count ->
    [one] { $count } record moved to trash
   *[other] { $count } records moved to trash
}
toast-restored = { $name } restored
toast-restored-many = { $count ->
    [one] { $count } record restored
   *[other] { $count } records restored
}
toast-erased-many = { $count ->
    [one] { $count } record erased for good
   *[other] { $count } records erased for good
}
toast-edited-many = { $count ->
    [one] { $field } of { $count } record changed
   *[other] { $field } of { $count } records changed
}
toast-merged = { $name } merged
toast-activity-logged = Added to the timeline
toast-task-done = { $name } done
toast-view-saved = View “{ $name }” saved
toast-exported = { $count ->
    [one] { $count } record exported to { $file }
   *[other] { $count } records exported to { $file }
}
toast-copied = Copied
toast-working = Changing records: { $done } of { $total }
toast-still-working = Records are still being changed. Wait until that is done.
toast-undone = Undone: { $label }
toast-redone = Redone: { $label }
toast-undone-partly = { $count ->
    [one] Undone: { $label }. { $count } field changed since then and was kept.
   *[other] Undone: { $label }. { $count } fields changed since then and were kept.
}
toast-nothing-to-undo = Nothing to undo
toast-nothing-to-redo = Nothing to redo
toast-backup-saved = Backup saved as { $file }

## What a change was, in history, undo and the log

change-create = Added { $name }
change-create-many = { $count ->
    [one] Added { $count } record
   *[other] Added { $count } records
}
change-edit = Changed { $name }
change-edit-many = { $count ->
    [one] Changed { $count } record
   *[other] Changed { $count } records
}
change-move = Moved { $name } to another stage
change-move-many = { $count ->
    [one] Moved { $count } deal to another stage
   *[other] Moved { $count } deals to another stage
}
change-trash = Moved { $name } to the trash
change-trash-many = { $count ->
    [one] Moved { $count } record to the trash
   *[other] Moved { $count } records to the trash
}
change-restore = Restored { $name }
change-restore-many = { $count ->
    [one] Restored { $count } record
   *[other] Restored { $count } records
}
change-erase = { $count ->
    [one] Erased { $count } record for good
   *[other] Erased { $count } records for good
}
change-expire = { $count ->
    [one] Erased { $count } record after 30 days in the trash
   *[other] Erased { $count } records after 30 days in the trash
}
change-import = { $count ->
    [one] Imported { $count } record from { $name }
   *[other] Imported { $count } records from { $name }
}
change-restore-backup = { $count ->
    [one] Restored { $count } record from the backup { $name }
   *[other] Restored { $count } records from the backup { $name }
}
change-undo = Took back a change of { $name }
change-undo-many = { $count ->
    [one] Took back a change of { $count } record
   *[other] Took back a change of { $count } records
}
change-redo = Redid a change of { $name }
change-redo-many = { $count ->
    [one] Redid a change of { $count } record
   *[other] Redid a change of { $count } records
}
change-found = Started the workspace
change-refit = Refitted { $name }
change-sync = { $count ->
    [one] { $count } record came by sync
   *[other] { $count } records came by sync
}

## Kinds of record, in the singular and counted

kind-settings = Settings
kind-owner = Owner
kind-tag = Tag
kind-custom-field = Own field
kind-view = View
kind-product = Product
kind-pipeline = Pipeline
kind-customer = Customer
kind-deal = Deal
kind-transaction = Transaction
kind-activity = Activity
kind-ticket = Ticket
kind-message = Message
kind-sla-policy = Service policy
kind-template = Template
kind-segment = Segment
kind-campaign = Campaign
kind-member = Member
kind-need = Need
kind-model = Model
kinds-settings = Settings
kinds-owner = Owners
kinds-tag = Tags
kinds-custom-field = Own fields
kinds-view = Views
kinds-product = Products
kinds-pipeline = Pipelines
kinds-customer = Customers
kinds-deal = Deals
kinds-transaction = Transactions
kinds-activity = Activities
kinds-ticket = Tickets
kinds-message = Messages
kinds-sla-policy = Service policies
kinds-template = Templates
kinds-segment = Segments
kinds-campaign = Campaigns
kinds-member = Members
kinds-need = Needs
kinds-model = Models
count-owner = { $count ->
    [one] { $count } owner
   *[other] { $count } owners
}
count-tag = { $count ->
    [one] { $count } tag
   *[other] { $count } tags
}
count-custom-field = { $count ->
    [one] { $count } own field
   *[other] { $count } own fields
}
count-view = { $count ->
    [one] { $count } view
   *[other] { $count } views
}
count-product = { $count ->
    [one] { $count } product
   *[other] { $count } products
}
count-pipeline = { $count ->
    [one] { $count } pipeline
   *[other] { $count } pipelines
}
count-customer = { $count ->
    [one] { $count } customer
   *[other] { $count } customers
}
count-deal = { $count ->
    [one] { $count } deal
   *[other] { $count } deals
}
count-transaction = { $count ->
    [one] { $count } transaction
   *[other] { $count } transactions
}
count-activity = { $count ->
    [one] { $count } activity
   *[other] { $count } activities
}
count-ticket = { $count ->
    [one] { $count } ticket
   *[other] { $count } tickets
}
count-message = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
count-sla-policy = { $count ->
    [one] { $count } service policy
   *[other] { $count } service policies
}
count-template = { $count ->
    [one] { $count } template
   *[other] { $count } templates
}
count-segment = { $count ->
    [one] { $count } segment
   *[other] { $count } segments
}
count-campaign = { $count ->
    [one] { $count } campaign
   *[other] { $count } campaigns
}
count-member = { $count ->
    [one] { $count } member
   *[other] { $count } members
}
count-need = { $count ->
    [one] { $count } need
   *[other] { $count } needs
}
count-model = { $count ->
    [one] { $count } model
   *[other] { $count } models
}
count-records = { $count ->
    [one] { $count } record
   *[other] { $count } records
}

## Fields that every record has

field-id = ID
field-owner = Owner
field-tags = Tags
field-custom = Own fields
field-external_ids = IDs elsewhere
field-conflicts = Conflicts
part-conflicts-value = Value
part-conflicts-by = By
field-unresolved = Not recognised
field-created_at = Added on
field-created_by = Added by
field-updated_at = Changed on
field-updated_by = Changed by
field-deleted_at = In the trash since
field-gone = Erased
field-unknown = From a newer version
field-rev = Revision

## Fields of customers

field-customer-kind = Kind
field-customer-name = Name
field-customer-given_name = Given name
field-customer-family_name = Family name
field-customer-display_order = Order of names
field-customer-salutation = Salutation
field-customer-title = Job title
field-customer-department = Department
field-customer-birthday = Birthday
field-customer-legal_name = Legal name
field-customer-domain = Domain
field-customer-industry = Industry
field-customer-type = Type
field-customer-size = Employees
field-customer-annual_revenue = Annual revenue
field-customer-tax_id = Tax number
field-customer-emails = E-mail
field-customer-phones = Phone
field-customer-addresses = Address
field-customer-website = Website
field-customer-lifecycle = Lifecycle
field-customer-lead_status = Lead status
field-customer-source = Source
field-customer-rating = Rating
field-customer-do_not_call = Do not call
field-customer-consent = Consent
field-customer-preferred_language = Language
field-customer-description = Description
field-customer-companies = Companies
field-customer-reports_to = Reports to
field-customer-parent = Parent company
field-customer-next_follow_up = Next contact
field-customer-completeness = Completeness
field-customer-last_contact = Last contact
field-customer-next_step = Next step
field-customer-open_deals = Open deals
field-customer-score = Score
field-customer-first_purchase = First purchase
field-customer-last_purchase = Last purchase
field-customer-next_purchase = Next purchase due
field-customer-purchases = Purchases
field-customer-revenue = Bought
field-customer-recency = Recency (R)
field-customer-frequency = Frequency (F)
field-customer-monetary = Monetary (M)
field-customer-rfm = RFM
field-customer-rfm_group = RFM group
field-customer-value = Value
field-customer-churn_risk = Churn risk, percent
field-customer-expected_purchases = Purchases expected
field-customer-lifetime_value = Lifetime value

## Fields of deals

field-deal-name = Name
field-deal-customer = Customer
field-deal-amount = Amount
field-deal-pipeline = Pipeline
field-deal-stage = Stage
field-deal-stage_since = In stage since
field-deal-probability = Probability
field-deal-expected_close = Expected close
field-deal-closed_at = Closed on
field-deal-started_at = Started on
field-deal-lost_reason = Lost reason
field-deal-type = Type
field-deal-next_step = Next step
field-deal-next_follow_up = Next contact
field-deal-source = Source
field-deal-forecast_category = Forecast category
field-deal-lines = Products
field-deal-people = People
field-deal-competitor = Competitor
field-deal-description = Description
field-deal-position = Place in stage
field-deal-advice = Answers to advice
field-deal-outcome = Outcome
field-deal-weighted = Weighted amount
field-deal-days_in_stage = Days in stage
field-deal-is_stale = Too long in its stage
field-deal-begun = Started or made on
field-deal-days_to_close = Days to close
field-deal-stage_order = Place of its stage
field-deal-forecast = Counted in the forecast as

## Fields of the other records

field-product-name = Name
field-product-code = Code
field-product-price = Price
field-product-cost = Cost
field-product-category = Category
field-product-active = On sale
field-product-description = Description
field-owner-name = Name
field-owner-email = E-mail
field-owner-role = Role
field-owner-active = Active
field-pipeline-name = Name
field-pipeline-default = For new deals
field-pipeline-stages = Stages
field-pipeline-order = Order
field-transaction-number = Number
field-transaction-kind = Kind
field-transaction-customer = Customer
field-transaction-date = Date
field-transaction-amount = Amount
field-transaction-purchased_on = Counted as bought on
field-transaction-revenue = Counted revenue
field-transaction-cost = Cost
field-transaction-status = Status
field-transaction-channel = Channel
field-transaction-deal = Deal
field-transaction-lines = Products
field-transaction-description = Description
field-activity-kind = Kind
field-activity-subject = Subject
field-activity-body = Text
field-activity-about = About
field-activity-participants = Participants
field-activity-at = Date and time
field-activity-due = Due
field-activity-status = Status
field-activity-priority = Priority
field-activity-remind_at = Reminder
field-activity-duration = Minutes
field-activity-direction = Direction
field-activity-outcome = Outcome
field-activity-done_at = Done on
field-customer-segments = Segments
field-customer-advice = Answers to advice
field-transaction-campaign = Campaign
field-deal-campaign = Campaign
field-activity-end = Ends
field-activity-repeat = Repeats
field-activity-customer = Customer
field-activity-day = Day
field-activity-is_open = To be done
field-ticket-subject = Subject
field-ticket-number = Number
field-ticket-description = Description
field-ticket-customer = Customer
field-ticket-person = Contact
field-ticket-status = Status
field-ticket-priority = Priority
field-ticket-type = Type
field-ticket-origin = Origin
field-ticket-reason = Reason
field-ticket-deal = Deal
field-ticket-product = Product
field-ticket-parent = Parent ticket
field-ticket-sla_policy = Service policy
field-ticket-first_response_due = First reply due
field-ticket-first_response_at = First reply on
field-ticket-resolve_due = Solution due
field-ticket-resolved_at = Solved on
field-ticket-paused_since = Paused since
field-ticket-paused_minutes = Minutes paused
field-ticket-resolution = Resolution
field-ticket-csat = Satisfaction
field-ticket-csat_comment = Comment on satisfaction
field-ticket-closed_at = Closed on
field-ticket-advice = Answers to advice
field-ticket-clock = Clock
field-ticket-next_due = Next promise
field-ticket-is_open = Open
field-ticket-is_at_risk = At risk
field-ticket-sla = Promises
field-ticket-minutes_left = Time left
field-message-body = Text
field-message-ticket = Ticket
field-message-at = Date and time
field-message-direction = Direction
field-message-author = Written by
field-message-channel = Channel
field-sla-policy-name = Name
field-sla-policy-promises = Promises
field-sla-policy-working_hours = Working hours
field-sla-policy-holidays = Holidays
field-sla-policy-time_zone = Time zone
field-sla-policy-types = Types of ticket
field-sla-policy-customer_tags = Customers tagged
field-sla-policy-order = Order
field-sla-policy-active = In force
field-template-name = Name
field-template-kind = Kind
field-template-subject = Subject
field-template-body = Text
field-template-language = Language
field-segment-name = Name
field-segment-kind = Kind
field-segment-filter = Conditions
field-segment-description = Description
field-segment-value_weight = Weight of value
field-segment-customers = Customers
field-campaign-name = Name
field-campaign-type = Type
field-campaign-status = Status
field-campaign-start = Start
field-campaign-end = End
field-campaign-budget = Budget
field-campaign-actual_cost = Actual cost
field-campaign-expected_revenue = Expected revenue
field-campaign-expected_response = Expected response (%)
field-campaign-channel = Channel
field-campaign-parent = Parent campaign
field-campaign-audience = Audience
field-campaign-variants = Versions
field-campaign-description = Description
field-member-campaign = Campaign
field-member-customer = Customer
field-member-status = Status
field-member-variant = Version
field-member-sent_at = Sent on
field-member-opened_at = Opened on
field-member-clicked_at = Clicked on
field-member-responded_at = Answered on
field-member-converted_deal = Deal
field-member-note = Note
field-need-subject = Need
field-need-customer = Customer
field-need-category = Category
field-need-importance = Importance
field-need-status = Status
field-need-evidence = Evidence
field-need-noted_at = Noted on
field-need-product = Product
field-need-deal = Deal
field-need-ticket = Ticket
field-model-name = Name
field-model-record = Records
field-model-target = Outcome
field-model-population = Of which records
field-model-features = Fields looked at
field-model-ridge = Ridge
field-model-method = Method
field-model-rules = Rules
field-model-fitted_at = Fitted on
field-model-n = Records fitted to
field-model-events = Records with the outcome
field-model-coefficients = Coefficients
field-model-reference_levels = Compared with
field-model-log_likelihood = Log-likelihood
field-model-null_log_likelihood = Log-likelihood of the intercept alone
field-model-auc = Area under the curve
field-model-brier = Brier score
field-model-log_loss = Logarithmic loss
field-model-calibration = Calibration
field-model-warnings = Warnings
field-model-used_ridge = Ridge used
field-tag-name = Name
field-tag-color = Colour
field-tag-description = Description
field-view-name = Name
field-view-object = Shows
field-view-layout = Layout
field-view-query = Query
field-view-order = Order
field-custom-field-object = Belongs to
field-custom-field-key = Key
field-custom-field-label = Label
field-custom-field-type = Type
field-custom-field-options = Options
field-custom-field-order = Order
field-custom-field-target = Leads to
field-custom-field-formula = Formula
field-custom-field-result = Gives
field-custom-field-required = Required in new records
field-settings-name = Workspace name
field-settings-currency = Currency
field-settings-region = Country for phone numbers
field-settings-first_weekday = First day of the week
field-settings-sample = Sample data
field-settings-analysis_date = Analyse as of
field-settings-analysis_months = Months looked back
field-settings-value_weight = Weight of a customer's value
field-settings-value_factor = Constant weight
field-settings-time_unit = Unit of time of the models
field-settings-lifetime_months = Months looked ahead
field-settings-discount = Discount, percent a year
field-settings-margin = Margin, percent
field-settings-recency_limits = Limits of recency, in days
field-settings-frequency_limits = Limits of frequency, in purchases
field-settings-monetary_limits = Limits of monetary value
field-settings-monthly_target = Target for a month
field-settings-score_points = Points of the score
field-settings-score_off = Rules of the score that are off
field-settings-score_rules = Own rules of the score

## Parts of fields

part-emails-value = E-mail
part-emails-type = Kind of e-mail
part-emails-primary = Main address
part-emails-opt_out = Unsubscribed
part-phones-value = Phone
part-phones-type = Kind of number
part-phones-primary = Main number
part-phones-e164 = International number
part-phones-ext = Extension
part-addresses-type = Kind of address
part-addresses-street = Street
part-addresses-city = City
part-addresses-region = State or region
part-addresses-postal = Postal code
part-addresses-country = Country
part-companies-customer = Company
part-companies-role = Role
part-companies-primary = Main company
part-consent-email = By e-mail
part-consent-phone = By phone
part-consent-basis = Basis
part-consent-at = Given on
part-lines-product = Product
part-lines-quantity = Quantity
part-lines-unit_price = Unit price
part-lines-discount = Discount
part-people-customer = Person
part-people-role = Role
part-participants-customer = Person
part-stages-name = Stage
part-stages-order = Order
part-stages-probability = Probability
part-stages-category = Outcome
part-stages-forecast_category = Forecast category
part-stages-rot_days = Stale after days
part-stages-color = Colour
part-options-name = Option
part-options-order = Order
part-promises-priority = Priority
part-promises-first_response = First reply within (minutes)
part-promises-resolve = Solution within (minutes)
part-working_hours-weekday = Weekday
part-working_hours-from = From
part-working_hours-to = To
part-holidays-day = Date
part-holidays-name = Holiday
part-audience-segment = Segment
part-audience-use = Use
part-variants-name = Version
part-variants-template = Template
part-variants-order = Order
part-variants-subject = Subject line
part-advice-answer = Answer
part-advice-facts = What the advice went by
part-advice-at = Answered on
part-features-path = Field
part-score_rules-label = Rule
part-score_rules-condition = Condition
part-score_rules-points = Points
part-rules-label = Rule
part-rules-condition = Condition
part-rules-points = Points
part-coefficients-feature = Field
part-coefficients-level = Level
part-coefficients-level_name = Name of the level
part-coefficients-estimate = Estimate
part-coefficients-standard_error = Standard error
part-coefficients-low = Lower end
part-coefficients-high = Upper end
part-coefficients-mean = Mean
part-coefficients-deviation = Standard deviation
part-reference_levels-feature = Field
part-reference_levels-level = Level
part-reference_levels-level_name = Name of the level
part-calibration-predicted = Predicted
part-calibration-observed = Observed
part-calibration-count = Records
part-warnings-code = Warning
part-warnings-feature = Field
part-warnings-level = Level
part-warnings-number = Number

## Options

option-customer-kind-person = Person
option-customer-kind-company = Company
option-display_order-given_first = Given name first
option-display_order-family_first = Family name first
option-lifecycle-subscriber = Subscriber
option-lifecycle-lead = Lead
option-lifecycle-mql = Marketing qualified
option-lifecycle-sql = Sales qualified
option-lifecycle-opportunity = Opportunity
option-lifecycle-customer = Customer
option-lifecycle-evangelist = Evangelist
option-lifecycle-other = Other
option-lifecycle-former = Former
option-lead_status-new = New
option-lead_status-contacted = Contacted
option-lead_status-working = Working
option-lead_status-nurture = Nurture
option-lead_status-qualified = Qualified
option-lead_status-unqualified = Unqualified
option-lead_status-converted = Converted
option-source-web = Web
option-source-phone = Phone
option-source-referral = Referral
option-source-partner = Partner
option-source-event = Event
option-source-campaign = Campaign
option-source-advertisement = Advertisement
option-source-cold_call = Cold call
option-source-purchased_list = Purchased list
option-source-other = Other
option-rating-hot = Hot
option-rating-warm = Warm
option-rating-cold = Cold
option-customer-type-prospect = Prospect
option-customer-type-customer = Customer
option-customer-type-partner = Partner
option-customer-type-reseller = Reseller
option-customer-type-supplier = Supplier
option-customer-type-competitor = Competitor
option-customer-type-other = Other
option-industry-agriculture = Agriculture
option-industry-construction = Construction
option-industry-consulting = Consulting
option-industry-education = Education
option-industry-energy = Energy
option-industry-finance = Finance
option-industry-food = Food
option-industry-government = Government
option-industry-healthcare = Healthcare
option-industry-hospitality = Hospitality
option-industry-logistics = Logistics
option-industry-manufacturing = Manufacturing
option-industry-media = Media
option-industry-nonprofit = Non-profit
option-industry-real_estate = Real estate
option-industry-retail = Retail
option-industry-technology = Technology
option-industry-telecommunications = Telecommunications
option-industry-travel = Travel
option-industry-other = Other
option-type-work = Work
option-type-home = Private
option-type-mobile = Mobile
option-type-fax = Fax
option-type-billing = Billing
option-type-shipping = Shipping
option-type-other = Other
option-deal-type-new_business = New business
option-deal-type-existing_business = Existing business
option-deal-type-renewal = Renewal
option-outcome-open = Open
option-outcome-won = Won
option-outcome-lost = Lost
option-sla-late = Late
option-sla-at_risk = At risk
option-sla-in_time = In time
option-sla-paused = Paused
option-sla-kept = Kept
option-sla-broken = Broken
option-clock-reply = Reply
option-clock-solve = Solve
option-clock-paused = Paused
option-clock-done = Done
option-lost_reason-price = Price
option-lost_reason-competitor = Competitor
option-lost_reason-no_budget = No budget
option-lost_reason-no_decision = No decision
option-lost_reason-timing = Timing
option-lost_reason-no_fit = No fit
option-lost_reason-no_contact = Contact lost
option-lost_reason-other = Other
option-forecast_category-omitted = Omitted
option-forecast_category-pipeline = Pipeline
option-forecast_category-best_case = Best case
option-forecast_category-commit = Commit
option-forecast_category-closed = Closed
option-forecast-omitted = Omitted
option-forecast-pipeline = Pipeline
option-forecast-best_case = Best case
option-forecast-commit = Commit
option-forecast-closed = Closed
option-stages-category-open = Open
option-stages-category-won = Won
option-stages-category-lost = Lost
option-owner-role-admin = Administrator
option-owner-role-sales = Sales
option-owner-role-service = Service
option-owner-role-marketing = Marketing
option-owner-role-read_only = Read only
option-transaction-kind-order = Order
option-transaction-kind-invoice = Invoice
option-transaction-kind-payment = Payment
option-transaction-kind-refund = Refund
option-transaction-status-open = Open
option-transaction-status-paid = Paid
option-transaction-status-cancelled = Cancelled
option-channel-shop = Shop
option-channel-web = Web
option-channel-phone = Phone
option-channel-partner = Partner
option-channel-other = Other
option-activity-kind-task = Task
option-activity-kind-call = Call
option-activity-kind-meeting = Meeting
option-activity-kind-email = E-mail
option-activity-kind-note = Note
option-activity-kind-visit = Visit
option-activity-status-not_started = Not started
option-activity-status-in_progress = In progress
option-activity-status-waiting = Waiting
option-activity-status-done = Done
option-activity-status-deferred = Deferred
option-activity-status-cancelled = Cancelled
option-priority-low = Low
option-priority-normal = Normal
option-priority-high = High
option-direction-in = Incoming
option-direction-out = Outgoing
option-layout-table = Table
option-layout-board = Board
option-custom-field-type-text = Text
option-custom-field-type-long = Long text
option-custom-field-type-number = Number
option-custom-field-type-money = Money
option-custom-field-type-date = Date
option-custom-field-type-datetime = Date and time
option-custom-field-type-bool = Yes or no
option-custom-field-type-choice = Choice
option-custom-field-type-multi = Several choices
option-custom-field-type-url = Web address
option-custom-field-type-email = E-mail address
option-custom-field-type-phone = Phone number
option-custom-field-type-relation = Relation
option-custom-field-type-formula = Formula
option-custom-field-result-number = Number
option-custom-field-result-money = Money
option-custom-field-result-date = Date
option-custom-field-target-customer = Customer
option-custom-field-target-deal = Deal
option-custom-field-target-product = Product
option-custom-field-target-owner = Owner
option-custom-field-target-ticket = Ticket
option-custom-field-target-campaign = Campaign
option-object-customer = Customers
option-object-deal = Deals
option-object-product = Products
option-object-owner = Owners
option-object-transaction = Transactions
option-object-activity = Activities
option-object-customers = Customers
option-object-deals = Deals
option-object-products = Products
option-object-owners = Owners
option-object-transactions = Transactions
option-object-activities = Activities
option-ticket-status-new = New
option-ticket-status-open = Open
option-ticket-status-waiting_customer = Waiting for customer
option-ticket-status-on_hold = On hold
option-ticket-status-escalated = Escalated
option-ticket-status-resolved = Solved
option-ticket-status-closed = Closed
option-ticket-priority-urgent = Urgent
option-promises-priority-urgent = Urgent
option-ticket-type-question = Question
option-ticket-type-incident = Incident
option-ticket-type-problem = Problem
option-ticket-type-complaint = Complaint
option-ticket-type-feature_request = Feature request
option-ticket-type-return = Return
option-origin-phone = Phone
option-origin-email = E-mail
option-origin-web = Web
option-origin-chat = Chat
option-origin-in_person = In person
option-origin-other = Other
option-channel-email = E-mail
option-channel-chat = Chat
option-channel-in_person = In person
option-channel-mail = Letter
option-channel-social = Social media
option-direction-internal = Internal
option-weekday-monday = Monday
option-weekday-tuesday = Tuesday
option-weekday-wednesday = Wednesday
option-weekday-thursday = Thursday
option-weekday-friday = Friday
option-weekday-saturday = Saturday
option-weekday-sunday = Sunday
option-template-kind-reply = Reply to a ticket
option-template-kind-email = E-mail
option-template-kind-sms = Text message
option-language-en = English
option-language-zh-CN = Chinese (Simplified)
option-segment-kind-static = Chosen one by one
option-segment-kind-dynamic = By conditions
option-campaign-type-email = E-mail
option-campaign-type-event = Event
option-campaign-type-webinar = Webinar
option-campaign-type-call = Calls
option-campaign-type-mail = Letters
option-campaign-type-social = Social media
option-campaign-type-ad = Advertisement
option-campaign-type-referral = Referral
option-campaign-type-partner = Partner
option-campaign-type-other = Other
option-campaign-status-planned = Planned
option-campaign-status-active = Active
option-campaign-status-completed = Completed
option-campaign-status-aborted = Aborted
option-audience-use-include = Include
option-audience-use-exclude = Leave out
option-member-status-targeted = Targeted
option-member-status-sent = Sent
option-member-status-opened = Opened
option-member-status-clicked = Clicked
option-member-status-responded = Answered
option-member-status-converted = Converted
option-member-status-bounced = Bounced
option-member-status-opted_out = Unsubscribed
option-need-status-open = Open
option-need-status-met = Met
option-need-status-dropped = Dropped
option-object-ticket = Tickets
option-object-segment = Segments
option-object-campaign = Campaigns
option-object-member = Members
option-object-need = Needs
option-object-tickets = Tickets
option-object-campaigns = Campaigns
option-object-members = Members
option-object-needs = Needs
option-object-segments = Segments
option-model-record-customers = Customers
option-model-record-deals = Deals
option-model-record-tickets = Tickets
option-model-record-members = Members
option-model-record-needs = Needs
option-model-record-activities = Activities
option-model-record-transactions = Transactions
option-model-record-campaigns = Campaigns
option-method-logistic = Logistic regression
option-method-rules = Points by rules
option-advice-answer-done = Done
option-advice-answer-later = Later
option-advice-answer-wrong = Not useful
option-warnings-code-few_events = Few records have the outcome for so many fields
option-warnings-code-ridge_for_few_events = Shrunk by a ridge, as few records have the outcome
option-warnings-code-separated = Shrunk by a ridge, as a field parts the outcomes
option-warnings-code-constant = The same in all records, so left out
option-warnings-code-redundant = Follows from the fields before it, so left out
option-warnings-code-pooled = Rare levels are counted together
option-warnings-code-other_currency = Amounts in other currencies are left out
option-warnings-code-missing = Often empty
option-warnings-code-checked_on_part = Checked on a part of the records
option-warnings-code-not_checked = Too few records to check it on
option-layout-calendar = Calendar
option-first_weekday-monday = Monday
option-first_weekday-sunday = Sunday
option-first_weekday-saturday = Saturday
option-value_weight-constant = The same for all
option-value_weight-segments = By segment
option-value_weight-alive = Chance of still being a customer
option-time_unit-day = Day
option-time_unit-week = Week
option-time_unit-month = Month
option-rfm_group-best = Best
option-rfm_group-loyal = Loyal
option-rfm_group-promising = Promising
option-rfm_group-new = New
option-rfm_group-wavering = Wavering
option-rfm_group-at_risk = At risk
option-rfm_group-sleeping = Sleeping
option-rfm_group-win_back = Win back
option-rfm_group-lost = Lost

## The stages a workspace begins with

pipeline-default = Sales
stage-new = New
stage-qualified = Qualified
stage-value_proposed = Value proposed
stage-proposal = Proposal
stage-negotiation = Negotiation
stage-won = Won
stage-lost = Lost

## What is wrong with a value: at the field, in an import's report

rule-required = A value is needed here.
rule-too-long = { $max ->
    [one] At most { $max } character fits here. Shorten the text.
   *[other] At most { $max } characters fit here. Shorten the text.
}
rule-too-many = { $max ->
    [one] At most { $max } entry fits here. Remove some.
   *[other] At most { $max } entries fit here. Remove some.
}
rule-not-an-email = “{ $value }” is not an e-mail address. It needs a name, an @ and a domain with a dot, as in ann@example.com.
rule-not-a-phone = “{ $value }” is not a phone number. It needs at least three digits.
rule-not-a-date = “{ $value }” is not a date. Write year, month and day, as in 2026-11-28.
rule-does-not-exist = “{ $value }” is a day that does not exist. Correct it or leave the field empty.
rule-not-an-instant = “{ $value }” is not a date with time. Write it as in 2026-11-28 14:00.
rule-not-an-amount = “{ $value }” is not an amount. Write digits, as in 1,250.50.
rule-too-precise = { $digits ->
    [0] “{ $value }” has decimal places, and this currency has none.
    [one] “{ $value }” has too many decimal places. This currency has { $digits }.
   *[other] “{ $value }” has too many decimal places. This currency has { $digits }.
}
rule-not-a-number = “{ $value }” is not a number. Write digits, as in 1,250.5.
rule-not-a-yes-or-no = “{ $value }” is neither yes nor no.
rule-not-a-url = “{ $value }” is not a web address. Write it as in https://example.com.
rule-not-an-option = “{ $value }” is not one of the options. Choose one, or add it in Settings.
rule-not-an-operator = This field cannot be filtered by “{ $value }”.
rule-not-a-currency = “{ $value }” is not a currency. Write three letters, as in EUR.
rule-not-a-country = “{ $value }” is not a country. Write two letters, as in DE.
rule-not-an-id = “{ $value }” is not an ID.
rule-out-of-range = The value must lie between { $min } and { $max }.
rule-not-unique = “{ $value }” is already used by another record.
rule-no-such-record = “{ $value }” was not found. Choose another, or add it first.
rule-wrong-kind = “{ $value }” is another kind of record than belongs here.
rule-circular = This would lead back to the record itself. Choose another.
rule-wrong-type = The value has another form than this field takes.
rule-unknown-field = There is no such field.
rule-still-used = “{ $value }” is still used by other records. Change those first.
rule-not-allowed = This field cannot be set by hand.
rule-formula-unexpected = “{ $value }” at character { $place } does not belong there.
rule-formula-unfinished = The formula ends at character { $place }, where something is missing.
rule-formula-unknown-name = There is no field “{ $value }” (character { $place }).
rule-formula-unknown-function = There is no function “{ $value }” (character { $place }). There are min, max, round and days_between.
rule-formula-of-formula = “{ $value }” at character { $place } is worked out by a formula itself. Write what it is worked out of.
rule-formula-not-counted = “{ $value }” at character { $place } is neither a number nor an amount nor a date.
rule-formula-mixed = “{ $value }” at character { $place } joins values that do not go together. Amounts are added to amounts, and multiplied by numbers; days are added to dates.
rule-formula-arguments = “{ $value }” at character { $place } has too few or too many values between its parentheses.
rule-formula-digits = “{ $value }” at character { $place } is no number of decimal places. Write a whole number from 0 to 10.
rule-formula-too-deep = Too many parentheses stand in each other at character { $place }.

## Commands that are refused

refused-invalid = Some fields need a correction. The first is marked.
refused-not-found = This record is no longer here. It may have been erased.
refused-not-ready = Satchel is still fetching what saves changes. Try again in a moment.
refused-not-undoable = It erased something for good or made the workspace, and cannot be taken back.
refused-stale = This record was changed elsewhere in the meantime. Check it and try again.
refused-in-use = { $count ->
    [one] Still used by { $count } record. Change that first.
   *[other] Still used by { $count } records. Change those first.
}
refused-nothing-to-do = Nothing would change.
refused-read-only = This tab cannot write: a newer version of { -name } has the data open. Reload to go on.

## Storage

storage-unavailable = The browser gives { -name } no storage here. A private window or a setting may be the cause. Nothing can be saved.
storage-blocked = Another tab holds the data in an older version. Close or reload that tab.
storage-quota = Storage is full. Free space on this device, then try again.
storage-too-new = This data was written by a newer version of { -name }. Reload to get it; nothing was changed.
storage-aborted = The browser stopped the write. The change was taken back; its text is kept in the form.
storage-damaged = Part of the data cannot be read. What can be read is shown; the rest is set aside, not deleted.
storage-lost-connection = The connection to the storage was lost. { -name } is opening it again.

## Lists

list-rows = Rows { $from }–{ $to } of { $total }
list-count-of = { $count } of { $total }
list-sum = Sum
list-average = Average
list-average-score = Average score
list-average-of = { $field }, average
list-filter = Filter
list-filters = Filters
list-add-filter = Add filter
list-filter-count = { $count ->
    [one] { $count } filter
   *[other] { $count } filters
}
list-remove-filter = Remove filter
list-sort = Sort
list-sort-ascending = Ascending
list-sort-descending = Descending
list-sort-by = Sort by { $field }
list-columns = Columns
list-column-width = Width of { $field }
list-hide-column = Hide column
list-density = Row height
list-density-compact = Compact
list-density-normal = Normal
list-density-roomy = Roomy
list-group-by = Group by
list-group-no = Not grouped
list-group-none = No value
list-all = All
list-new-view = New view
list-save-view = Save view
list-save-view-as = Save as new view
list-delete-view = Delete view
list-view-name = Name of the view
list-view-changed = Unsaved changes
list-discard-changes = Discard changes
list-table = Table
list-board = Board
list-select-row = Select { $name }
list-selected = { $count } selected
list-select-all-matching = Select all { $count }
list-clear-selection = Clear selection
list-set-field = Set field
list-cell-fixed = { $field } cannot be edited in the list.
list-set-owner = { $count ->
    [one] Owner of { $count } record
   *[other] Owner of { $count } records
}
list-set-tag = { $count ->
    [one] Tag of { $count } record
   *[other] Tag of { $count } records
}
list-keys-move = move
list-keys-select = select
list-keys-open = open
list-keys-edit = edit cell
list-none-planned = None planned
list-empty-cell = Add
list-loading = Loading { $done } of { $total }
list-results = { $count ->
    [0] Nothing found
    [one] { $count } result
   *[other] { $count } results
}
list-sum-mixed = { $count ->
    [one] { $count } currency
   *[other] { $count } currencies
}
list-field = Field
list-operator = Condition
list-filter-join = Joined by
list-filter-and = AND: it holds as well
list-filter-or-with = OR: it is enough instead of { $filter }
list-filter-or = Add a condition that is enough instead (OR)
list-column-up = Move { $field } up
list-column-down = Move { $field } down
list-select = Select
list-label = { $list }, { $view }
list-step-due = { $step } { $date }
list-step-overdue = { $step } overdue { $span }
list-all-hidden = { $count ->
    [one] { $count } record is hidden.
   *[other] { $count } records are hidden.
}

## Filter words: field, word, value

op-is = is
op-is-not = is not
op-in = is any of
op-not-in = is none of
op-contains = contains
op-starts = starts with
op-gt = is more than
op-gte = is at least
op-lt = is less than
op-lte = is at most
op-after = is after
op-on-or-after = is on or after
op-before = is before
op-on-or-before = is on or before
op-between = is between
op-empty = is empty
op-not-empty = is filled in
op-within = is within
op-and = AND
op-or = OR
op-not = NOT
op-value = Value
op-from = From
op-to = To
within-today = today
within-this-week = this week
within-this-month = this month
within-this-quarter = this quarter
within-this-year = this year
within-last-days = { $count ->
    [one] the last day
   *[other] the last { $count } days
}
within-next-days = { $count ->
    [one] the next day
   *[other] the next { $count } days
}

## Empty lists

empty-customers-title = No customers yet
empty-customers-body = Everyone you add or import is listed here.
empty-deals-title = No deals yet
empty-deals-body = A deal is a possible sale. Add one, or import a pipeline.
empty-products-title = No products yet
empty-products-body = What you sell is listed here and can be chosen in deals.
empty-owners-title = No owners yet
empty-owners-body = Whoever is responsible for customers and deals is listed here.
empty-activities-title = No activities yet
empty-activities-body = Calls, meetings, notes and tasks are listed here.
empty-transactions-title = No transactions yet
empty-transactions-body = Orders, invoices and payments are listed here.
empty-timeline = Nothing has happened here yet. Write a note or log a call.
empty-stage = No deals in this stage
empty-add-one = Add one
empty-filtered-title = { $count ->
    [one] Nothing matches this filter
   *[other] Nothing matches these { $count } filters
}
empty-filtered-body = { $count ->
    [one] { $count } record is hidden. Without “{ $filter }” there would be { $more }.
   *[other] { $count } records are hidden. Without “{ $filter }” there would be { $more }.
}
empty-filtered-drop = Drop “{ $filter }”
empty-search = Nothing matches “{ $text }”

## Customers

customers-title = Customers
customers-search = Search names, notes, phone digits…
customers-new = New customer
customers-new-person = New person
customers-new-company = New company
customers-tab-all = All
customers-tab-people = People
customers-tab-companies = Companies
customer-page-missing = This customer is not here. It may have been erased, or the link is from another workspace.
customer-person-at = { $title }, { $company }
customer-company-in = Company in { $place }
customer-person-in = Person in { $place }
customer-since = customer since { $date }
customer-place-in-list = { $place } of { $total }
customer-facts = Key facts
customer-bought = Bought in 12 months
customer-main-contact = Main contact
customer-add-deal = Add deal
customer-add-email = Add e-mail
customer-add-phone = Add phone
customer-add-address = Add address
customer-add-person = Add person
customer-add-company = Add company
customer-preview = Preview
customer-details = Details
customer-latest = Latest
customer-timeline = Timeline
customer-related = Related
customer-people = People
customer-deals = Deals
customer-transactions = Transactions
customer-all-transactions = All { $count } transactions
customer-complete = { $percent } complete
customer-missing = Missing: { $fields }
customer-closes = closes { $date }
customer-duplicate-title = This may be the same customer
customer-duplicate-body = { $name } has the same { $field }.
customer-duplicate-open = Open { $name }
customer-duplicate-keep = Add anyway
customer-name-hint = Given and family name, or the name people use
customer-form-title-new = New customer
customer-show-earlier = { $count ->
    [one] Show { $count } earlier entry
   *[other] Show { $count } earlier entries
}

## Fields edited in place

field-edit = { $field }, { $value }, edit
field-edit-empty = { $field }, empty, edit
field-escape-cancels = Esc cancels
field-add-value = Add
field-remove-value = Remove { $value }
field-make-primary = Make { $value } the main one
field-date-hint = Year, month and day
field-choose = Choose
field-no-choice = None
field-no-options = This field has no options yet. Add them in Settings, under Fields and tags.
field-search-record = Search by name
field-change = Change { $field }
customer-field-new = New company “{ $name }”
customer-field-made = { $name } will be added as a company.
customer-field-choose = Choose one of the customers found, or add a new one.
field-create-record = Add “{ $name }”
links-none = Nobody yet
facts-show-empty = Show empty fields
facts-hide-empty = Hide empty fields
form-more-fields = More fields
form-fewer-fields = Fewer fields
form-choose-found = Choose one of those that are found, or leave it empty.
field-own-add = Add own field

## The timeline

timeline-title = Timeline
timeline-all = All
timeline-activities = Activities
timeline-changes = Changes
timeline-created = { $who } added { $name }
timeline-changed = { $who } changed { $field } from { $before } to { $after }
timeline-set = { $who } set { $field } to { $after }
timeline-cleared = { $who } cleared { $field }, it was { $before }
timeline-added-value = { $who } added { $after } to { $field }
timeline-removed-value = { $who } removed { $before } from { $field }
timeline-moved = { $who } moved { $name } to { $stage }
timeline-called = { $who } called
timeline-was-called = { $who } took a call
timeline-met = { $who } had a meeting
timeline-emailed = { $who } sent an e-mail
timeline-got-email = { $who } received an e-mail
timeline-noted = { $who } wrote a note
timeline-visited = { $who } paid a visit
timeline-planned = { $who } planned { $subject }
timeline-finished = { $who } finished { $subject }
timeline-imported = { $who } imported this from { $file }
timeline-merged = { $who } merged a duplicate
timeline-trashed = { $who } moved it to the trash
timeline-restored = { $who } restored it
timeline-with-others = { $count ->
    [one] with { $count } other
   *[other] with { $count } others
}
timeline-undo = Undo: { $label }
timeline-today = As of today
author-me = Me
author-unknown = Someone

## Writing down what happened

composer-note = Write a note
composer-note-hint = What is worth remembering?
composer-call-hint = What was said?
composer-meeting-hint = What was decided?
composer-email-hint = What was written?
composer-visit-hint = What did you see?
composer-task-hint = What is to be done?
composer-add = Add
composer-when = When
composer-due = Due
composer-minutes = Minutes
composer-log-call = Log a call
composer-log-meeting = Log a meeting
composer-log-email = Log an e-mail
composer-log-visit = Log a visit
composer-add-task = Add task
composer-add-note = Add note
task-done = Done
task-mark-done = Mark “{ $subject }” as done
task-due = due { $date }
task-overdue = overdue since { $date }
task-none = No tasks
tasks-title = Tasks
tasks-overdue = Overdue
tasks-today = Today
tasks-later = Later
tasks-undated = Without date

## Deals

deals-title = Deals
deals-new = Add deal
deals-board = Board
deals-table = Table
deals-forecast = Forecast
deals-open = { $count ->
    [one] open deal
   *[other] open deals
}
deals-total = total
deals-weighted = weighted
deals-stale = stale
deals-board-hint = Drag a card, or focus it and press M
deals-search = Search deals
deal-page-missing = This deal is not here. It may have been erased, or the link is from another workspace.
deal-stage-probability = { $stage }, { $percent }
deal-weighted = { $amount } weighted
deal-no-next-step = No next step
deal-no-amount = No amount
deal-no-customer = No customer
deal-days-in-stage = { $days ->
    [one] { $days } day in this stage
   *[other] { $days } days in this stage
}
deal-stale = { $days ->
    [one] Stale: { $days } day in this stage
   *[other] Stale: { $days } days in this stage
}
deal-move-to-stage = Move to stage
deal-move-card = Move { $name }
deal-moving-place = { $name } to { $stage }, place { $place } of { $total }
deal-moved = { $name } is now in { $stage }, place { $place } of { $total }
deal-move-cancelled = { $name } stays in { $stage }
deal-keys-stage = stage
deal-keys-place = place
deal-keys-drop = drop
deal-keys-back = back
deal-drop-here = Drop here
deal-show-more = Show { $count } more
deal-lane = { $count ->
    [one] { $stage }, { $count } deal, { $sum }
   *[other] { $stage }, { $count } deals, { $sum }
}
deal-win = Won
deal-lose = Lost
deal-lose-title = Why was { $name } lost?
deal-lose-confirm = Close as lost
deal-reopen = Reopen deal
deal-form-title-new = New deal
deal-set-next-step = Set next step
deals-layout = Board, table or forecast
deals-all-pipelines = All pipelines
deals-new-in-stage = Add deal in { $stage }
deal-card = { $name }, { $customer }, { $amount }
deal-won-this-quarter = { $count } this quarter
deal-lost-this-quarter = { $count } this quarter, asks for the reason
deal-weighted-at = { $amount } at { $percent }
deal-line = { $quantity } × { $price }
deal-line-discount = { $quantity } × { $price }, less { $discount }%
deal-add-line = Add product line
deal-take-sum = Use sum as amount

## Products, owners, transactions

products-title = Products
products-new = Add product
owners-title = Owners
owners-new = Add owner
transactions-title = Transactions
transactions-new = Add transaction
activities-title = Activities

## Search and commands

palette-title = Search and commands
palette-placeholder = Search or type a command
palette-results = { $count ->
    [0] No results
    [one] { $count } result
   *[other] { $count } results
}
palette-group-customers = Customers
palette-group-deals = Deals
palette-group-notes = Notes
palette-group-others = Other records
palette-group-commands = Commands
palette-group-recent = Recent
palette-choose = choose
palette-commands-only = commands only
palette-hint = Finds names, notes and phone digits
palette-show-all = Show customers that match “{ $text }”
palette-go-to = Go to { $page }
palette-new-customer = New customer
palette-new-deal = New deal
palette-new-task = New task
palette-log-call = Log a call with { $name }
palette-new-deal-for = New deal for { $name }
palette-import = Import a file
palette-export = Export this list
palette-backup = Back up now
palette-restore = Restore a backup
palette-switch-theme = Switch between light and dark
palette-switch-language = Switch language

## Keyboard shortcuts

shortcuts-title = Keyboard shortcuts
shortcuts-hint = Single letters work outside text fields and can be switched off in Settings.
shortcuts-single-letters = Single-letter shortcuts
shortcuts-group-anywhere = Anywhere
shortcuts-group-list = Lists
shortcuts-group-record = Records
shortcuts-group-board = Board
shortcuts-group-form = Forms
shortcuts-group-calendar = Calendar
shortcut-day = Day before, day after
shortcut-week = Week before, week after
shortcut-month = Month before, month after
shortcut-move-entry = Move an entry to another day
shortcut-new-on-day = New task on this day
shortcut-search = Search and commands
shortcut-undo = Undo, also after a restart
shortcut-redo = Redo
shortcut-go-customers = Go to Customers
shortcut-go-deals = Go to Deals
shortcut-go-activities = Go to Tasks
shortcut-new-customer = New customer
shortcut-new-deal = New deal
shortcut-new-task = New task
shortcut-log-call = Log a call
shortcut-log-meeting = Log a meeting
shortcut-log-email = Log an e-mail
shortcut-note = Write a note
shortcut-help = This list
shortcut-next = Next
shortcut-previous = Previous
shortcut-first = First
shortcut-last = Last
shortcut-open = Open
shortcut-preview = Preview
shortcut-select = Select
shortcut-extend = Extend the selection
shortcut-select-all = Select all
shortcut-edit = Edit
shortcut-save = Save
shortcut-take-back = Take back
shortcut-filter = Filter
shortcut-sort = Sort
shortcut-views = Views
shortcut-trash = Move to trash
shortcut-move = Pick up and move a card
shortcut-drop = Drop
shortcut-previous-record = Previous record of the list
shortcut-next-record = Next record of the list
shortcut-conflict = Of two values, keep or take the other
shortcut-primary = The main button
key-then = then
key-or = or

## Import

title-import = Import
import-step-file = File
import-step-columns = Match columns
import-step-check = Check
import-step-done = Done
import-steps = Steps of the import
import-drop = Drop files here, or choose them
import-drop-more = Drop more files here, or choose them
import-drop-hint = CSV files of any program. Files are read on this device and never uploaded.
import-remove-file = Remove { $file }
import-file-read = { $size }, read in { $seconds } s
import-what = What is in it
import-source-known = { $known } of { $total } headers known
import-source-unknown = Program not known, read by column names
import-text = Text
import-encoding-sample = Read correctly: { $sample }
import-shape = Shape
import-delimiter-comma = comma
import-delimiter-semicolon = semicolon
import-delimiter-tab = tab
import-delimiter-pipe = vertical bar
import-delimiter-caret = caret
import-dates = Dates
import-dates-ymd = Year, month, day
import-dates-dmy = Day first
import-dates-mdy = Month first
import-dates-question = Day first or month first?
import-dates-ambiguous = Column “{ $column }” can be read both ways: no day is above 12. Choose once; a wrong guess would change dates without a word.
import-decimal = Decimal mark
import-decimal-point = Point, as in 1,234.50
import-decimal-comma = Comma, as in 1.234,50
import-currency = Amounts without currency
import-sure = Sure
import-check = Check
import-nothing-written = Nothing is written before you confirm
import-choices-left = { $count ->
    [one] One choice left
   *[other] { $count } choices left
}
import-next-columns = Match columns
import-matched = { $count ->
    [one] { $count } column matched
   *[other] { $count } columns matched
}
import-to-check = { $count } to check
import-left-out = { $count } left out
import-only-to-check = Only to check
import-mapping-saved = Saved mapping
import-mapping-kept = The mapping is kept for the next file of this shape
import-column = Column in the file
import-first-values = First values
import-becomes = Becomes
import-match = Match
import-note = Note
import-match-exact = Exact
import-match-guess = { $percent }
import-match-skipped = Skipped
import-target-skip = Leave out
import-target-own-field = New own field “{ $name }”
import-valid = { $valid } valid, { $empty } empty
import-by-values = By its values
import-check-all = Check all rows
import-checking = Checking
import-progress = { $done } of { $total } rows
import-values-title = { $count ->
    [one] { $count } value is not known yet
   *[other] { $count } values are not known yet
}
import-values-hint = One answer for all rows that have the value.
import-value-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
import-value-map = Read as { $name }
import-value-add = Add “{ $name }”
import-value-empty = Leave empty
import-value-reject = Leave out the rows
import-value-keep-text = Keep as text
import-all-values = { $count ->
    [one] The value of { $field }
   *[other] All { $count } values of { $field }
  }
import-all-suggested = As chosen for each
import-all-add = Add all
import-all-text = Keep all as text
import-all-empty = Leave all empty
import-all-reject = Leave out all their rows
import-needs-field = No column becomes { $fields }, which every row needs. Choose a column for it; without one all rows are left out.
import-field-missing = { $field } is missing. Correct the row, or choose a column for it in the step before.
import-take-row = Take the row as it is
import-region = Phone country
import-region-none = Keep as written
import-region-hint = For numbers without a country code, unless the row names a country
file-sum = Row { $row } of { $file } looks like the sum of the rows above it, so it is left out.
file-backup = { $file } is a Satchel backup. Restore it under Settings, Data and backup.
file-encoding-doubtful = It is not sure how the letters of { $file } are encoded. If words below look wrong, choose another encoding above, or save the file as UTF-8 in the program it comes from.
file-encoding-unknown = The letters of { $file } could not be read in any known encoding. Choose another one below, or save the file as UTF-8 in the program it comes from.
import-result-new = New
import-result-changed = Changed
import-result-same = Same
import-result-duplicate = Duplicate
import-result-problem = Problem
import-result-new-hint = will be added
import-result-changed-hint = fields differ
import-result-same-hint = nothing to do
import-result-duplicate-hint = look like others
import-result-problem-hint = rows left out
import-rows-to-look-at = { $count ->
    [one] { $count } row to look at
   *[other] { $count } rows to look at
}
import-both-values = When both have a value:
import-take-file = Take the file
import-keep-mine = Keep mine
import-fill-gaps = Only fill gaps
import-col-result = Result
import-col-record = Record
import-col-change = What would change
import-col-decision = Decision
import-row = row { $row }
import-row-column = row { $row }, column { $column }
import-no-name = (no name)
import-decide-merge = Merge
import-decide-add = Add
import-decide-skip = Skip
import-decide-file = File
import-decide-mine = Mine
import-was = was
import-becomes-word = becomes
import-will-change = { $count ->
    [one] { $count } record will change. One undo takes it back.
   *[other] { $count } records will change. One undo takes all of it back.
}
import-run = { $count ->
    [one] Import { $count } record
   *[other] Import { $count } records
}
import-nothing-to-import = Nothing to import: all rows are the same or have problems.
import-done-title = { $count ->
    [one] { $count } record imported
   *[other] { $count } records imported
}
import-done-in = In { $seconds } seconds, saved on this device.
import-done-added = Added
import-done-changed = Changed
import-done-merged = Merged with duplicates
import-done-skipped = Left as they were
import-done-rejected = Left out
import-done-rejected-report = { $count ->
    [0] none
    [one] { $count } row, with its reason in the report
   *[other] { $count } rows, with their reasons in the report
}
import-done-unresolved = { $count ->
    [one] { $count } record refers to something that was not found. The text is kept.
   *[other] { $count } records refer to something that was not found. The text is kept.
}
import-done-expected = Not what you expected?
import-done-undo-hint = Undo takes back this import and nothing else, also tomorrow. Later edits to the same fields are kept and listed first.
import-undo = Undo import
import-show-customers = Show customers
import-show-deals = Show deals
import-show-products = Show products
import-another = Import another file
import-cancelled = Import cancelled. Nothing was written.
import-reading = Reading
import-files = Files
import-preview = First rows of { $file }
import-subject-none = Choose what the rows are
import-subject-company = Companies
import-subject-person = People
import-subject-lead = Leads
import-subject-deal = Deals
import-subject-product = Products
import-subject-owner = Owners
import-subject-activity = Activities
import-subject-task = Tasks
import-subject-note = Notes
import-subject-call = Calls
import-subject-meeting = Meetings
import-subject-transaction = Transactions
import-shape-rows = { $rows ->
    [one] { $columns ->
        [one] { $rows } row, { $columns } column
       *[other] { $rows } row, { $columns } columns
    }
   *[other] { $columns ->
        [one] { $rows } rows, { $columns } column
       *[other] { $rows } rows, { $columns } columns
    }
}
import-delimiter = Between the values
import-header = Column names
import-header-none = No names
import-header-at = Names in row { $row }
import-bad-characters = Some characters of { $file } do not belong to the chosen encoding. They are read as Western letters where they can be and shown as � elsewhere; choose another encoding above if they look wrong.
import-more-faults = { $count ->
    [one] One more row is malformed. The check lists it.
   *[other] { $count } more rows are malformed. The check lists them.
}
import-no-worker = { $file } could not be read, because the part of { -name } that reads files did not start. Reload the page and try again.
import-busy = Another import is being written, here or in another tab. Wait until it is done, then try again.
import-target-id = { -name } ID
import-target-currency = Currency of the amounts
import-target-deleted = Whether it was deleted
import-target-external = ID in { $system }
import-target-part = { $field }: { $part }
import-target-use = { $field } ({ $use })
import-target-by-id = { $field }, by ID
import-column-becomes = What column “{ $column }” becomes
import-empty-column = No values
import-note-id = Finds the same record next time
import-note-new = Becomes a field of your own
import-note-own = A field of your own
import-note-technical = Technical value
import-note-no-field = Worked out, or no field yet
import-note-repeated = Another column has this place already
import-none-to-check = Nothing to check
import-none-to-check-hint = Every column fits well, or is left out.
import-show-more = { $count ->
    [one] Show { $count } more
   *[other] Show { $count } more
}
import-value-label = { $field } “{ $value }”
import-deleted = Deleted in its source, so it is passed over
import-same-id = The same ID as { $name }
import-same-key = The same as { $name }
import-same-email = The same e-mail address as { $name }
import-same-phone = The same phone number as { $name }
import-same-name = The same name as { $name }
import-same-row = The same as row { $row } of this file
import-more-fields = { $count ->
    [one] and { $count } more field
   *[other] and { $count } more fields
}
import-decision-row = Decision for row { $row }
import-correct-row = Correct row { $row }
import-leave-field-empty = Leave it empty
import-leave-empty = Take rows without the values that cannot be read
import-no-rows-here = No rows here.
import-next-file = Next file
import-file-of = { $file }, file { $at } of { $total }
import-stopped = The check was stopped
import-done-read = Read
import-undone = Import undone.
import-file-undone = Undone
import-report-file = report
import-report-reason = Reason

## What can be wrong with a file

file-empty = { $file } is empty. Choose a file that has rows.
file-no-rows = { $file } has column names but no rows below them.
file-not-text = { $file } is no table of text; it looks like { $kind }. Export it as CSV first.
file-kind-png = a PNG picture
file-kind-jpeg = a JPEG picture
file-kind-gif = a GIF picture
file-kind-webp = a WebP picture
file-kind-pdf = a PDF
file-kind-excel-workbook = an Excel workbook
file-kind-old-office = an old Excel or Word file
file-kind-word-document = a Word document
file-kind-zip = a zip archive
file-kind-gzip = a gzip archive
file-kind-utf-32 = text in UTF-32
file-kind-html = a web page
file-kind-xml = XML
file-kind-json = JSON
file-kind-backup = a Satchel backup
file-kind-vcard = address cards (vCard)
file-kind-calendar = a calendar
file-kind-binary = a program’s own data
file-too-large = { $file } is larger than { $size }. Split it into smaller files.
file-row-too-long = Row { $row } of { $file } is longer than { $size } and was passed over. A quotation mark or the line breaks may be missing.
file-too-many-columns = { $file } has { $count } columns. The first { $max } are offered; the others are left out.
file-too-many-cells = Row { $row } of { $file } has more than { $max } values and was passed over. The line breaks may be missing.
file-unclosed-quote = A quotation mark opens in row { $row } of { $file } and is never closed, so the row was read to the end of its line. Correct the file, or leave the row out.
file-extra-cells = Row { $row } of { $file } has { $count } values for { $columns } columns. Correct it, or take it without what stands below no column.
file-zero-character = Row { $row } of { $file } has a zero character, which no text has. The value is left out.
file-unreadable = { $file } could not be read. It may have been moved or is open elsewhere.
file-repeated-header = Column “{ $column }” stands more than once in { $file }. Each is mapped by itself.
damage-scientific = { $count ->
    [one] { $count } long number was shortened by a spreadsheet to a form like 1.3E+11. Its last digits are lost; export it as text.
   *[other] { $count } long numbers were shortened by a spreadsheet to a form like 1.3E+11. Their last digits are lost; export them as text.
}
damage-lost-zeros = { $count ->
    [one] { $count } value is shorter than the others. A spreadsheet seems to have taken zeros away at its start.
   *[other] { $count } values are shorter than the others. A spreadsheet seems to have taken zeros away at their start.
}
damage-excel-serials = { $count ->
    [one] { $count } date is a number of days, as Excel counts. It is read as the day it means.
   *[other] { $count } dates are numbers of days, as Excel counts. They are read as the days they mean.
}
encoding-reason-byte-order-mark = with byte-order mark
encoding-reason-ascii = plain letters only
encoding-reason-valid-utf-8 = every character fits
encoding-reason-damaged-utf-8 = some characters are damaged
encoding-reason-zero-bytes = by its zero bytes
encoding-reason-chinese-pairs = common Chinese characters
encoding-reason-western-letters = accented letters
encoding-reason-unclear = nothing fits well; choose
header-reason-known-names = Its column names are known
header-reason-words-above-values = Words stand above values
header-reason-only-words = Only words: the first row is taken for the names
header-reason-values-in-first-row = The first row has values, not names
problem-in-row = Row { $row }, column “{ $column }”: { $reason }
problem-in-row-only = Row { $row }: { $reason }
problem-nothing-to-name = Name and company are both empty.

## Export

export-title = Export
export-csv = CSV for spreadsheets
export-json = JSON for programs
export-rows = { $count ->
    [one] { $count } record, as filtered
   *[other] { $count } records, as filtered
}
export-columns-view = The columns in view
export-columns-all = All fields
export-nothing = Nothing to export: the list shows no records.
export-safe = Safe for spreadsheets
export-safe-hint = Values that a spreadsheet would run as a formula get an apostrophe in front.
export-run = Export { $count }

## Trash

trash-title = Trash
trash-hint = What lies here is erased for good after { $days } days.
trash-empty-title = The trash is empty
trash-empty-body = What you move here can be restored for { $days } days.
trash-hint-sync = What lies here is erased for good after { $days } days, as soon as the workspace is in step with its database.
trash-days-none = Erased today
trash-days-waiting = Erased once in step
trash-days-left = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
trash-restore = Restore
trash-empty-now = Empty the trash
trash-erase-title = { $count ->
    [one] Erase { $count } record for good?
   *[other] Erase { $count } records for good?
}
trash-erase-body = This cannot be undone. Backups made earlier still have them.

## Settings: data and backup

settings-title = Settings
settings-general = General
settings-language = Language
settings-theme = Appearance
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-workspace = Workspace
settings-pipelines = Pipelines and stages
settings-fields = Fields and tags
settings-data = Data
settings-shortcuts = Shortcuts
settings-about = About
settings-version = Version { $version }
settings-build = Build { $build }
settings-about-text = Customers, deals and all else stay on this device, unless you connect a database under Sync. { -name } sends nothing to anybody else and works with the network off.
settings-licences = Licences of the software in it
settings-my-name = Your name
settings-my-name-hint = Shown beside what you change
data-on-device = On this device
data-of-allowed = of about { $quota } allowed
data-part-records = Records
data-part-program = The program
data-part-rest = History and other workspaces
data-protected = Protected
data-not-protected = Not protected
data-protect-title = Protection
data-protect = Ask the browser to protect it
data-records = Records
data-history = History
data-other = Other
data-check-title = Check everything
data-check-now = Check now
data-check-clean = { $when }: { $count } pages and entries, no damage
data-check-damaged = { $count ->
    [one] { $count } page or entry is damaged. The rest is whole.
   *[other] { $count } pages or entries are damaged. The rest is whole.
}
data-changes = Changes
data-change-number = change { $number }
backup-title = Backup
backup-last = Last backup { $when }
backup-never = There is no backup yet. A file outside the browser is what survives a lost laptop.
backup-now = Back up now
backup-restore = Restore
backup-restore-hint = Shows what would change before it does; can be undone
backup-reading = Reading { $file }
backup-preview-title = What is in { $file }
backup-preview-made = Made { $when } from “{ $workspace }”
backup-preview-change = { $new } new, { $changed } changed, { $same } the same
backup-mode-replace = Replace what is here
backup-mode-replace-hint = Afterwards everything is as in the file; what is only here goes to the trash
backup-mode-merge = Merge with what is here
backup-mode-merge-hint = Adds what is missing; where both have a value, the newer stays
backup-restore-run = { $count ->
    [one] Restore { $count } record
   *[other] Restore { $count } records
}
backup-restored = { $count ->
    [one] { $count } record restored from { $file }
   *[other] { $count } records restored from { $file }
}
backup-not-a-backup = { $file } is not a { -name } backup.
backup-damaged = { $file } is damaged: { $count } of its parts cannot be read. The rest can be restored.
backup-too-new = { $file } was made by a newer version of { -name }. Reload to get it, then try again.
workspace-switch = Workspaces
workspace-new = New workspace
workspace-sample = Sample
sample-remove = Remove sample data
sample-remove-hint = The workspace goes with it. One click brings it back as it was at first.
sample-worked-in = You have worked in it, so its name is asked for first.
workspace-erase = Erase workspace
workspace-erase-title = Erase “{ $name }” from this device?
workspace-erase-body = Its records, history and settings are removed from this browser. Backups you saved as files stay.
pipeline-add-stage = Add stage
pipeline-stage-in-use = { $count ->
    [one] { $count } deal is in this stage. Choose where it goes.
   *[other] { $count } deals are in this stage. Choose where they go.
}

## First run

first-title = Welcome
first-question = Where do your customers come from?
first-intro = { -name } keeps everything in this browser, on this device. It works with the network off, and nothing leaves the device unless you switch on sync.
first-workspace = Workspace name
owner-me = Me
first-workspace-default = My customers
first-currency = Currency
first-empty = Start empty
first-empty-hint = One pipeline with seven stages, ready to rename
first-empty-time = Takes a second
first-sample = Try sample data
first-sample-hint = { $count ->
    [one] A coffee supplier with { $count } customer, in its own workspace
   *[other] A coffee supplier with { $count } customers, in its own workspace
}
first-sample-note = Removed with one click
first-import = Import
first-import-hint = From Salesforce, HubSpot, Zoho, Excel or any other, as CSV
first-import-note = Checked first, undo later
first-restore = Restore a backup
first-restore-hint = A { -name } file from another device or an earlier day
first-restore-note = Shows what is in it first
first-promise = No account, no tracking, no calls to servers that you did not choose
first-used-before = Already used { -name } here?
first-look = Look for its data
first-looked-nothing = No { -name } data was found in this browser.

## Recovery

recovery-title = The browser has emptied { -name }’s storage
recovery-body = { $when } there were { $count } records here; now the storage is empty. This is not a new start, and nothing has been deleted on purpose. Nothing is written until you choose.
recovery-behind-title = { -name } has found less than it had saved
recovery-behind-body = { $count ->
    [one] One change that had been saved here is missing: the browser has lost a part of its storage. Nothing has been deleted on purpose. Nothing is written until you choose.
   *[other] { $count } changes that had been saved here are missing: the browser has lost a part of its storage. Nothing has been deleted on purpose. Nothing is written until you choose.
}
recovery-keep = Save what is here
recovery-keep-hint = A backup file of everything that was found
recovery-go-on = Go on with what is here
recovery-go-on-hint = What is missing is then not asked about again; a backup file can still be restored later
recovery-unknown-title = There is no workspace “{ $workspace }” in this browser
recovery-unknown-body = It may be in another browser or on another device, or it was deleted. These workspaces are here:
recovery-damaged-title = Part of { -name }’s data cannot be read
recovery-damaged-body = { $count ->
    [one] { $count } page or entry is damaged. Nothing is written until you choose.
   *[other] { $count } pages or entries are damaged. Nothing is written until you choose.
}
recovery-expected = Should be here
recovery-found = Found
recovery-records = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
recovery-empty-since = empty since { $when }
recovery-recommended = Recommended
recovery-backup = Choose a backup file
recovery-backup-hint = Newest known: { $file }, made { $when }
recovery-backup-unknown = A file saved from { -name } earlier
recovery-open-readable = Open what can be read
recovery-open-readable-hint = The damaged parts are set aside, not deleted
recovery-rescue = Look deeper
recovery-rescue-hint = Opens a plain page that reads what the browser still holds and saves it as a file
recovery-rescue-open = Open rescue page
recovery-report = Save a report for support
recovery-start-empty = Start empty instead
recovery-why = Why this happens: cleaning tools, a full disk or a damaged browser profile. Protected storage makes it rare; backups make it harmless.

## Charts

chart-table = Table
chart-export-csv = Figures as CSV
chart-export-svg = Drawing as SVG
chart-export-png = Picture as PNG
chart-marks = Values; arrow keys go from one to the next
chart-exported = Exported to { $file }
chart-export-failed = This browser could not make the picture. Nothing was exported; the figures as CSV still can be.

## The gallery of components

title-components = Components
gallery-buttons = Button: rest, hover, focus, active, disabled, busy
gallery-button-kinds = Primary, danger, quiet, icon
gallery-disabled-reason = Nothing has changed yet
gallery-checks = Check, radio, switch
gallery-off = Off
gallery-on = On
gallery-mixed = Some
gallery-focus = With focus
gallery-task = Task done
gallery-field-rest = Field: rest
gallery-field-unit = Field: unit and hint
gallery-field-error = Field: error, text kept
gallery-select = Choice
gallery-area = Several lines
gallery-search = Search in a list
gallery-date-hint = The day it should be signed
gallery-amount-hint = Weighted: €19,840 at 80%
gallery-email-error = The part after @ needs a dot, as in bellavista.ch
gallery-chips = Chips: lifecycle, status, tag
gallery-overdue = Overdue
gallery-stale = Stale
gallery-remove-tag = Remove the tag Key account
gallery-avatars = Completeness, avatar, key caps
gallery-segmented = Segmented
gallery-way = View
gallery-save = Save line: saved, saving
gallery-save-offline = Offline, read only
gallery-save-failed = Not saved
gallery-notices = Notices
gallery-notice-info = Dates are read as day-month-year.
gallery-notice-positive = Backup read back and equal.
gallery-notice-warning = Last backup 9 days ago, 412 changes since.
gallery-notice-title = Not what you expected?
gallery-notice-undo = Undo takes back this import and nothing else, also tomorrow.
gallery-toast-title = Toast with undo, progress that can be cancelled
gallery-progress = Looking for duplicates
gallery-menu = Menu
gallery-dialogs = Dialog and palette
gallery-dialog-open = Erase for good
gallery-dialog-title = Erase 3 customers for good?
gallery-dialog-text = They are in the trash since 18 October. Erasing cannot be undone.
gallery-empty = Empty
gallery-filtered = Filtered empty
gallery-loading = Loading after 150 ms: rows keep their place
gallery-header = Head of a record, tabs
gallery-header-below = Company in Lugano, Switzerland. Customer since March 2022
gallery-tabs = Parts of the record
gallery-stepper = Steps: done ones can be opened again
gallery-inline = Edited in place: Enter saves, Esc takes back
gallery-size-error = A whole number, as in 120
gallery-since = Customer since
gallery-esc = Esc cancels
gallery-timeline = Timeline: activities and changes
gallery-wrote = wrote about the quote
gallery-wrote-body = Which service terms apply from March, and can training start before the opening?
gallery-changed = changed Size from 80 to 120
gallery-undo-name = Undo: Size from 80 to 120
gallery-called = called Ingrid Solberg
gallery-yesterday = Yesterday, 12 min
gallery-meter = Card, meter, switch
gallery-daily = Every day into a folder
gallery-filters = Filters: AND, OR
gallery-table = Table of 10,000 rows
gallery-name-error = A name is needed
gallery-board = Board: drag a card, or focus it and press M
gallery-keep = Keep them
gallery-step-done = done
gallery-chart-bars = Bars: parts, what is expected, a target
gallery-chart-histogram = Bars between edges, with lines
gallery-chart-negative = Bars below zero
gallery-chart-lines = Lines with their names at the end
gallery-chart-curve = A curve against equal shares
gallery-chart-heat = Heat: a table by depth of colour
gallery-chart-ragged = Heat: rows that end early
gallery-chart-rows = Lying bars
gallery-chart-points = Factors around zero
gallery-chart-states = Chart: being worked out, nothing to show
gallery-chart-said = { $place }: { $what } { $amount }
gallery-chart-forecast-note = 57 deals
gallery-chart-forecast-label = Amounts by close month as commit, best case and pipeline; December is the largest with €158 k
gallery-chart-weighted-key = Weighted, in thousand
gallery-chart-band-said = { $place }: weighted { $amount }, 8 of 10 outcomes between { $low } and { $high }
gallery-chart-target = Target €60 k a month
gallery-chart-forecast-below = 10,000 draws of each deal’s own probability
gallery-chart-value-note = 4,218 customers
gallery-chart-value-label = Customers by value; half are below €15,700
gallery-chart-half = Half are below €15,700
gallery-chart-few = 9% hold 38% of value
gallery-chart-value-below = Three years ahead; 144 above €80 k not shown
gallery-chart-value-head = Value
gallery-chart-value-said = { $from } to { $to }: { $count } customers
gallery-chart-range = { $from } to { $to }
gallery-chart-net = Open amount, change by month
gallery-chart-net-label = How the open amount changed by month; June took away most
gallery-chart-net-head = Change
gallery-chart-needs-label = Needs noted by month; decaf has grown from 6 to 34
gallery-chart-decaf = Decaf
gallery-chart-repair = Faster repair
gallery-chart-training = Training
gallery-chart-packs = Smaller packs
gallery-chart-lorenz = How revenue is spread
gallery-chart-lorenz-label = Share of revenue by share of customers, smallest first; the larger half brings 91%
gallery-chart-equal = If all brought the same
gallery-chart-lorenz-said = The smaller { $customers } of customers bring { $revenue } of revenue
gallery-chart-revenue = Share of revenue
gallery-chart-share = Share of customers
gallery-chart-lorenz-below = A fifth of the customers brings 64% of the revenue
gallery-chart-rfm-note = 2,265 buyers
gallery-chart-rfm-label = Buyers by recency and frequency; most bought once and long ago
gallery-chart-rfm-said = Recency { $recency }, frequency { $frequency }: { $count } buyers
gallery-chart-cohorts-label = Share of new customers who buy again, by the quarter of their first purchase
gallery-chart-quarter-head = First quarter
gallery-chart-cohorts-said = { $place }, quarter +{ $quarters }: { $percent } buy again
gallery-chart-funnel-note = 412 started
gallery-chart-funnel-label = How many deals reach each stage; 96 of 412 are won
gallery-chart-funnel-below = 23% of all that start are won, in 44 days (median)
gallery-chart-stage = Stage
gallery-chart-pass-head = Pass
gallery-chart-days = { $days } days
gallery-chart-days-head = Days
gallery-chart-score = What makes the score
gallery-chart-score-note = 84 of 100
gallery-chart-score-label = What speaks for a purchase and what against it
gallery-chart-factor = Factor
gallery-chart-factor-points = Points
gallery-chart-factor-interval = Usually orders every 31 days; day 29
gallery-chart-factor-wrote = Wrote about the quote twice
gallery-chart-factor-needs = Two needs match products
gallery-chart-factor-ticket = Urgent ticket open
gallery-chart-factor-budget = Budget not confirmed
gallery-chart-empty = No deal closes in the next five months. Give one a close date, and it shows here.

# Backup, restore, protection

backup-cancelled = Cancelled. Nothing was changed.
backup-busy = An import or a restore is under way in another tab. Try again when it is done.
backup-making = Making a backup
backup-since = { $count ->
    [0] Nothing has changed since.
    [one] { $count } change since. A file outside the browser is what survives a lost laptop.
   *[other] { $count } changes since. A file outside the browser is what survives a lost laptop.
}
backup-mode = How to restore
backup-mode-new = Into a new workspace
backup-mode-new-hint = What is here stays as it is; the backup opens beside it
backup-in-trash = { $count ->
    [one] { $count } record in the trash
   *[other] { $count } records in the trash
}
backup-preview-trash = { $count ->
    [one] { $count } record that is only here goes to the trash
   *[other] { $count } records that are only here go to the trash
}
backup-preview-deleted = { $count ->
    [one] { $count } record was deleted here later and stays deleted
   *[other] { $count } records were deleted here later and stay deleted
}
backup-line-cut-off = Line { $line }: the file ends here, before the backup does
backup-line-duplicate = Line { $line }: this record stood in an earlier line
backup-line-too-long = Line { $line }: longer than any record
backup-line-counts-differ = The file says it holds another number of records
backup-line-altered = The file was changed after it was written
backup-line-after-end = Line { $line }: something stands after the end of the backup
backup-line-unreadable = Line { $line }: cannot be read as a record
progress-of = { $done } of { $total }
protect-why = Your records live in this browser only. Ask it not to clear them when the disk fills up.
protect-hint = Browsers may clear what they keep when the disk fills up, unless they promise not to
data-quota-hint = The browser estimates both figures; what really fits shows only when it is written.
data-check-hint = Reads every page and entry once more and compares their checksums
data-checking = Checking
data-stored = What is stored
data-stored-hint = Records are packed into pages. What changed since is kept in a journal and packed later.
data-kind = Kind
data-pages = Pages
data-size = Size
data-unpacked = Changed since
data-journal = The last change is number { $last }; { $folded } are packed into pages, { $open } wait in the journal.
data-sample-put = { $count ->
    [one] Put in { $count } record of sample data
   *[other] Put in { $count } records of sample data
}
data-last-changes = Last changes
settings-data-storage = Data and storage
settings-own-fields = Own fields
settings-no-own-fields = No own fields yet
settings-options-hint = Apart by commas; by semicolons where an option has a comma
settings-field-used = Records have values of this field, or a formula reads it, so it cannot become something else. Only text can become longer text; for anything else, make a new field.
settings-formula-hint = Fields, numbers, + - * / and parentheses; min, max, round(number, decimal places), days_between(date, date) and today
settings-formula-change = Change the formula of { $name }
settings-formula-gives = { $name }: { $value }
settings-formula-gives-nothing = It can be read, and gives nothing of the latest records: one of its fields is empty, something is divided by nought, or currencies differ.
settings-formula-broken = It gives nothing: { $reason }
settings-this-browser = In this browser
settings-zone = Time zone
settings-zone-device = This device’s: { $city }
settings-zone-device-unnamed = This device’s
settings-zone-city = { $city } ({ $region })
settings-zone-now = It is { $time } on that clock now ({ $offset }). Days and times on all screens follow it.
settings-dates = Dates
settings-amounts = Large amounts
settings-amounts-language = As in this language, { $example }
settings-amounts-thousands = By thousands and millions, { $example }
settings-amounts-myriads = By 万 and 亿, { $example }
settings-amounts-full = In full, { $example }
settings-region-hint = Phone numbers without a country code are dialled in this country.
settings-workspaces = Workspaces in this browser
settings-move-up = Move { $name } up
settings-move-down = Move { $name } down
settings-trash-named = Move { $name } to the trash
workspace-open-now = Open now
workspace-open = Open { $name }
workspace-erase-name = Erase { $name }
workspace-erase-type = Type “{ $name }” to erase it
workspace-erase-type-first = Type the name of the workspace first
workspace-leave = Leave this device
pipeline-new = New pipeline
pipeline-stage-new = New stage
pipeline-percent = A chance is between 0 and 100 percent.
pipeline-category-of = What { $name } means for a deal
pipeline-remove-stage = Remove stage { $name }
pipeline-use-for-new = Use for new deals
pipeline-remove = Remove pipeline { $name }
pipeline-remove-title = Remove “{ $name }”?
pipeline-in-use = { $count ->
    [one] { $count } deal is in this pipeline. Choose where it goes.
   *[other] { $count } deals are in this pipeline. Choose where they go.
}
pipeline-closed-stay = Deals that are won or lost stay won or lost.
pipeline-move-and-remove = Move deals and remove
pipeline-stage-removed = Stage { $name } removed
pipeline-last = Deals need a pipeline. Add another one first.
pipeline-last-stage = A pipeline needs a stage. Add another one first.
refused-because = Not changed: { $reason }
palette-go-trash = Go to Trash
palette-go-settings = Go to Settings
palette-go-score = Go to Rules of the score
palette-go-data = Go to Data and storage
palette-switch-density = Switch row height
shortcut-next-field = Next field
recovery-not-opened = { -name } cannot open its data

## Tickets, campaigns, segments, needs, tasks

nav-tickets = Tickets
nav-campaigns = Campaigns
nav-segments = Segments
nav-insights = Insights
nav-agenda = Tasks and calendar
shortcut-go-home = Go to Home
shortcut-go-tickets = Go to Tickets
shortcut-go-campaigns = Go to Campaigns
shortcut-go-segments = Go to Segments
shortcut-go-insights = Go to Insights
shortcut-go-agenda = Go to Tasks and calendar
home-title = Today
task-kind = Task
tickets-title = Tickets
tickets-new = New ticket
empty-tickets-title = No tickets yet
empty-tickets-body = What customers ask and report is answered here, each with the time that was promised.
ticket-page-missing = This ticket is not here. It may have been erased, or the link is from another workspace.
campaigns-title = Campaigns
campaigns-new = New campaign
empty-campaigns-title = No campaigns yet
empty-campaigns-body = What is done to reach many customers stands here, with its cost and what came of it.
campaign-page-missing = This campaign is not here. It may have been erased, or the link is from another workspace.
segments-title = Segments
segments-new = New segment
empty-segments-title = No segments yet
empty-segments-body = Groups of customers, chosen one by one or by conditions that are asked anew each time.
segment-page-missing = This segment is not here. It may have been erased, or the link is from another workspace.
needs-title = Needs
needs-new = New need
need-capture = Note as need
need-noted = Need noted: { $need }
need-nothing-said = This entry says nothing that a need could be noted from.
need-importance = Importance { $mark } of 5
customer-add-need = Add need
customer-all-needs = All { $count } needs
composer-add-need = Add, and note it as a need
empty-needs-title = No needs yet
empty-needs-body = What customers lack or ask for is listed here, so that it is not forgotten when something meets it.
nav-at-risk = { $count } at risk
customer-add-ticket = Add ticket
tickets-queue = Queue
tickets-board = Board
tickets-layout = Queue or board
tickets-search = Search tickets
tickets-service = How the service does
tickets-service-hours = Service hours
tickets-tab-deadline = By deadline
tickets-tab-mine = Mine
tickets-tab-unassigned = Unassigned
tickets-tab-waiting = Waiting for customer
tickets-tab-recent = Resolved since yesterday
tickets-tab-resolved = Resolved
tickets-at-risk = At risk
tickets-at-risk-note = due within 4 hours, or late
tickets-late = Late
tickets-late-note = up to { $span } past the promise
tickets-none-late = no open ticket is late
tickets-first-reply = First reply, median
tickets-replied-note = { $count ->
    [one] last 30 days, { $count } ticket
   *[other] last 30 days, { $count } tickets
}
tickets-in-time = Solved in time
tickets-solved-note = { $count ->
    [one] last 30 days, { $count } ticket
   *[other] last 30 days, { $count } tickets
}
tickets-answers-note = { $count ->
    [one] of 5, from { $count } answer
   *[other] of 5, from { $count } answers
}
tickets-drop-solved = Drop a ticket here when it is solved
tickets-lane = { $count ->
    [one] { $status }, { $count } ticket
   *[other] { $status }, { $count } tickets
}
tickets-lane-empty = No tickets
tickets-keys-status = status
ticket-card = { $name }, { $customer }, { $priority }
ticket-number = #{ $number }
ticket-solved-in = Solved in { $span }
ticket-late = Late { $span }
ticket-left = { $span } left
ticket-of-five = { $mark } of 5
ticket-now = { $name }: { $status }
ticket-escalated = { $name } is escalated and urgent
ticket-promise = Promise
ticket-promise-reply = First reply
ticket-promise-solution = Solved
ticket-due = Due { $day }, { $span } after it was opened
ticket-kept = In time, after { $span }
ticket-broken = Late, after { $span }
ticket-no-promise = Nothing was promised for this ticket: no service policy was in force when it was opened.
ticket-said-near = { $promise }: due within { $minutes } minutes
ticket-said-late = { $promise }: the promise is broken
ticket-no-customer = No customer
ticket-open-deals = Open deals
ticket-in-a-year = Tickets in 12 months
ticket-deal-depends = A deal in { $stage } depends on this customer.
ticket-opened = Opened
ticket-mark-hint = What the customer answered, from 1 (not at all content) to 5 (very content)
ticket-take-mark = Take away
ticket-wait = Waiting for customer
ticket-resume = Go on
ticket-resolve = Resolve
ticket-reopen = Reopen
ticket-escalate = Escalate
ticket-hold = Put on hold
ticket-close = Close for good
ticket-no-message = The customer has written nothing here that a need could be noted from.
ticket-thread = Messages
ticket-thread-empty = Nothing was written yet. A reply or a note begins the thread.
ticket-time-by = { $time }, by { $channel }
ticket-write = Write
ticket-kind = What is written
ticket-reply = Reply
ticket-internal = Internal note
ticket-from = From the customer
ticket-reply-hint = Write to the customer
ticket-note-hint = Write a note that only the team sees
ticket-from-hint = Write what the customer said
ticket-came-by = Came by
ticket-from-whom = From { $name }
ticket-from-nobody = From nobody yet: this ticket has no customer
ticket-add-answer = Add answer
ticket-opens-again = The ticket is open again with it, and its clocks go on
ticket-answered = Answer added
ticket-answered-open = Answer added; the ticket is open again
ticket-note-to = Stays in the team
ticket-to = To { $name }, { $address }
ticket-to-without = To { $name }, no e-mail address known
ticket-to-nobody = To nobody yet: this ticket has no customer
ticket-opens-mail = Opens in your mail program and is kept here
ticket-only-kept = Kept here only: there is no address to send it to
ticket-send = Send
ticket-send-and-wait = Send and wait
ticket-add-note = Add note
ticket-noted = Note added
ticket-replied = Reply kept with the ticket
ticket-write-first = Write something first.
ticket-check-first = Still to be checked: { $marks }. Change what stands in brackets, or send once more to send it as it is.
ticket-ask-satisfaction = Ask how it was
ticket-ask-mark = How content are you with our help? Please answer with a number from 1 (not at all) to 5 (very).
canned-title = Canned replies
canned-search = Search canned replies
canned-count = { $count } of { $total }
canned-none = No canned reply has these words.
canned-fills = Fills in: { $fields }
canned-edit = Edit replies
settings-templates = Templates
settings-score = Score
settings-service = Service policies
template-add = Add template
template-new = New template
template-edit = Edit { $name }
template-none = No templates yet. A canned reply that is written here is offered on every ticket.
template-hint = What stands in double braces is filled in; what stands in brackets is to be checked before sending.
template-insert = Insert field
template-preview = As it reads for “{ $name }”
template-saved = { $name } saved
service-note = The first policy that suits a new ticket makes its promises. Tickets that are there keep theirs.
service-none = No policy yet: nothing is promised for new tickets.
service-add = New policy
service-reply-within = Reply, { $priority }
service-solve-within = Solve, { $priority }
service-hours-count = { $hours } h
service-in-hours = In hours of working time; 0.5 is half an hour
service-not-hours = Write a number of hours, such as 4 or 0.5.
service-no-promise = No promise
service-hours-hint = Clocks run only in these hours. Without any they run around the clock.
service-closed = Closed
service-around-the-clock = Around the clock
service-no-hours = No day has hours: the clocks never stop, also at night and on weekends. Give one day hours, and days without any are closed.
service-spans-hint = Such as 9:00–12:00, 13:00–17:30
service-not-spans = Write spans of time within the day, such as 9:00–12:00, 13:00–17:30; leave it empty where nobody works.
service-own-zone = Your own, as in General
service-for-which = For which tickets
service-for-all = Where nothing is chosen it suits every ticket.
service-holiday-day = Day
service-holiday-name = Name
service-holiday-add = Add holiday
ticket-assign = Assign
ticket-about = About this ticket

## Home, agenda, calendar

home-pipeline = Pipeline: { $name }
home-open-pipeline = Open pipeline
home-weighted = Weighted
home-won = Won this quarter
home-stale = Stale deals
home-stale-note = longest first
home-stale-why = { $days ->
    [one] { $days } day in { $stage }
   *[other] { $days } days in { $stage }
}
home-no-stale = No deal has stood for too long.
home-open-board = Open board
home-open-agenda = Open agenda
home-all = All { $count }
home-changed = Changed lately
home-no-changes = Nothing was changed yet.
home-hot = Hot customers
home-hot-note = score, change in 7 days, why
home-no-hot = Nobody stands out today.
home-risk = Tickets at risk
home-no-risk = Every promise is in time.
home-late = { $span } late
home-left-to-reply = Time left to reply
home-left-to-solve = Time left to solve
home-worth = Worth a minute
home-changes-since = { $count ->
    [0] Nothing changed since
    [one] { $count } change since
   *[other] { $count } changes since
}
home-quiet = { $count ->
    [one] { $count } customer without contact in { $days } days
   *[other] { $count } customers without contact in { $days } days
}
home-quiet-note = A call keeps them
home-incomplete = { $count ->
    [one] { $count } customer of whom little is known
   *[other] { $count } customers of whom little is known
}
home-incomplete-note = Less than half of what matters
agenda-title = Agenda
agenda-span = Days of the agenda
agenda-layout = How tasks are shown
agenda-day = Day
agenda-week = Week
agenda-month = Month
agenda-table = All activities
agenda-this-week = Later this week
agenda-now = Now
agenda-important = Important
agenda-more = { $count } more
agenda-nothing-today = Nothing more today.
agenda-nothing-week = Nothing later this week.
agenda-empty = Nothing to do
agenda-empty-body = Write what is to be done above, with its day: it waits here until it is done.
agenda-export = Export .ics
agenda-earlier = Earlier
agenda-after = Later
agenda-keys = Arrows go by days, Enter adds a task, Alt with arrows moves one
agenda-week-of = { $first } to { $last }
agenda-day-name = { $count ->
    [0] { $date }
    [one] { $date }, { $count } entry
   *[other] { $date }, { $count } entries
}
agenda-slip = { $subject }, { $name }
toast-put-on = { $name } moved to { $day }
quick-label = Add a task in words
quick-placeholder = Add a task: “call Brandt Fri 10:00”
quick-no-day = No day
quick-no-subject = Say what is to be done, too.
quick-whose = Whose?
quick-nobody = Nobody: leave out { $name }
quick-impossible = “{ $words }” is no day of the calendar; it stays in the task.
activity-edit-task = Edit task
activity-edit = Edit activity
activity-time = Time
activity-day = Day
remind-none = No reminder
remind-at-time = When it is due
remind-minutes = { $count } minutes before
remind-hours = { $count ->
    [one] { $count } hour before
   *[other] { $count } hours before
}
remind-days = { $count ->
    [one] { $count } day before
   *[other] { $count } days before
}
repeat-never = Never
repeat-daily = Every day
repeat-weekly = Every week
repeat-monthly = Every month
repeat-yearly = Every year
home-only-here = Your records are on this device alone
reminders-title = Reminders
reminder-later = In { $count } minutes
reminder-away = No more reminders
timeline-edit = Edit: { $label }
segments-field-of = { $kind }: { $field }
segments-put = Add to segment
segments-put-into = { $count ->
    [one] { $count } customer is in “{ $name }” now.
   *[other] { $count } customers are in “{ $name }” now.
}
segment-all-of = All of
segment-any-of = Any of
segment-none-of = None of
segment-how = What must hold
segment-and = and
segment-or = or
segment-matching = { $count } match
segment-move = Move: Alt with ↑ or ↓, or M
segment-add-line = Condition
segment-add-group = Group
segment-remove-line = Remove condition
segment-remove-group = Remove group
segment-choose-values = Choose…
segment-conditions = Conditions
segment-words-and = { $before } and { $next }
segment-words-or = { $before } or { $next }
segment-words-none = none of: { $words }
segment-words-group = ({ $words })
segment-in-words = In words: customers of whom this holds: { $words }.
segment-no-conditions = There are no conditions yet, so nobody is in this segment.
segment-unfinished = A condition is unfinished or does not suit its field. It is marked; complete or remove it, then save.
segment-saved = Segment saved
segments-save = Save segment
segment-nothing-to-save = Everything is saved.
segment-returned = These conditions were changed and are not saved yet. Save them, or go back to those that are.
segment-discard = Back to what is saved
segment-freeze = Freeze as list
segment-frozen-name = { $name }, { $day }
segment-frozen = Those who are in it now are a list of their own.
segment-hint-add = add condition
segment-hint-next = next part
segment-hint-move = move
segment-hint-carry = pick up on its handle
segment-hint-undo = undo
segments-move-condition = Move a condition
segments-carry = Pick up a condition on its handle
segment-carrying = Arrows move it, Enter puts it down, Esc takes it back.
segment-dynamic-note = { $count ->
    [0] Members come and go by themselves. No campaign uses it.
    [one] Members come and go by themselves. Used by { $count } campaign.
   *[other] Members come and go by themselves. Used by { $count } campaigns.
}
segment-static-note = { $count ->
    [0] Members are chosen one by one. No campaign uses it.
    [one] Members are chosen one by one. Used by { $count } campaign.
   *[other] Members are chosen one by one. Used by { $count } campaigns.
}
segment-who = Who is in it
segment-customers = { $count ->
    [one] customer
   *[other] customers
}
segment-share = { $percent } of { $total }
segment-like = What they are like
segment-no-lifecycle = Not said
segment-mailable = May be e-mailed
segment-of = { $count } of { $total }
segment-some = Some of them
segment-all = All { $count }
segment-nobody = Nobody is in it yet.
segment-add-customer = Add customer
segment-taken-out = { $name } is no longer in the segment.
segment-static-empty = Add customers here, or select them in the list of customers and choose “Add to segment”.
campaign-return = Return
campaign-on-cost = return on cost
campaign-formula = { $revenue } of revenue, less { $cost } cost, over cost.
campaign-no-ratio-cost = It is known once the actual cost is filled in.
campaign-no-ratio-currency = Revenue is in another currency than the cost, so the two are not set against each other.
campaign-revenue = Revenue, won
campaign-won = Deals won
campaign-per-answer = Cost per answer
campaign-used = { $percent } of the budget used
campaign-reach = Reach…
campaign-leave-out = Leave out…
campaign-left-out = left out
campaign-no-audience = No segment is chosen yet.
campaign-shared = In several, counted once
campaign-excluded = Left out by a segment
campaign-opted-out = Opted out, never sent
campaign-no-address = No e-mail address
campaign-take-in = { $count ->
    [0] Add as members
    [one] Add { $count } as member
   *[other] Add { $count } as members
}
campaign-nobody-new = Everybody whom the segments reach is a member already.
campaign-taken-in = { $count ->
    [one] { $count } member added
   *[other] { $count } members added
}
campaign-answers = Answers per day
campaign-most-answers = { $count ->
    [one] Most on { $day }: { $count } answer
   *[other] Most on { $day }: { $count } answers
}
campaign-answers-on = { $day }: { $count }
campaign-no-answers = Nobody has answered yet.
campaign-test = Comparison of the versions
campaign-version-add = Add version
campaign-version-edit = Edit version
campaign-version-edit-named = Edit version { $name }
campaign-version-remove-named = Remove version { $name }
campaign-version-tools = Edit or remove
campaign-version-hint = With two versions or more, members are dealt out among them, and the answers tell which is better.
campaign-version-own-subject = Left empty, it is the template’s: { $subject }
campaign-version-no-template = A version is made of an e-mail template, and there is none yet.
campaign-version-added = { $count ->
    [0] Version { $name } added
    [one] Version { $name } added; { $count } member who waits gets another version
   *[other] Version { $name } added; { $count } members who wait get another version
}
campaign-version-saved = Version { $name } saved
campaign-version-removed = { $count ->
    [0] Version { $name } removed
    [one] Version { $name } removed; { $count } member who waits gets another
   *[other] Version { $name } removed; { $count } members who wait get another
}
campaign-test-few = There are too few answers yet to tell the versions apart.
campaign-test-better = { $name } is better: chance alone seldom gives a difference this large (p { $p }).
campaign-test-even = The difference may be chance (p { $p }).
campaign-interval = { $low } to { $high }
campaign-sent = Sent
campaign-replies = Answers
campaign-rate = Rate
campaign-scale = 95% interval, 0 to { $end }
campaign-of-step = { $percent } of step
campaign-by-status = Members by status
campaign-by-status-note = each is part of the one above
campaign-out = Bounced: { $bounced }. Unsubscribed: { $opted }.
campaign-all-members = All
campaign-more = Show { $count } more
campaign-no-members = No members here. They come from the segments of the audience.
campaign-since = Since
campaign-status-of = Status of { $name }
campaign-note-of = Note on { $name }
campaign-note-long = The note is too long and was not saved.
campaign-from-to = { $start } to { $end }
campaign-prepare = Prepare e-mails
campaign-too-many = These are more files than one archive holds. Send them in several goes.
campaign-marked-sent = { $count ->
    [one] { $count } member marked as sent
   *[other] { $count } members marked as sent
}
campaign-marked-sent-some = { $count ->
    [one] { $count } member marked as sent. Without a text and left out: { $left }.
   *[other] { $count } members marked as sent. Without a text and left out: { $left }.
}
campaign-send-left-out = Left out: { $opted } who opted out, { $none } without an address.
campaign-send-no-text = Without a text and left out: { $count }. The template of their version is in the trash, or there is none to choose.
campaign-missing = Nothing is known for: { $fields }. It stays empty in this mail.
campaign-missing-all = In { $count } of { $total } mails nothing is known for: { $fields }.
campaign-mail-to = To
campaign-open-mail = Open in mail program
campaign-save-eml = Save as .eml
campaign-mark-one = Mark as sent
campaign-nobody-waits = No member waits for a mail. Add members from the audience first.
campaign-no-template = There is no e-mail template yet. Add one, or give the campaign versions.
campaign-ready = { $count ->
    [one] { $count } member has not been sent to and may be.
   *[other] { $count } members have not been sent to and may be.
}
campaign-mail-previous = Previous mail
campaign-mail-next = Next mail
campaign-save-zip = All as .eml in a zip
campaign-save-csv = CSV for a mail tool
campaign-mark-all = Mark all as sent
campaign-results = Results from a file
campaign-report-unread = { $file } could not be read. Choose a CSV file with the mail tool’s report.
campaign-report-no-address = { $file } has no column with e-mail addresses, such as “Email”.
campaign-report-no-status = { $file } has no column that says what became of the mails, such as “Status” or “Opened”.
campaign-report-taken = Members moved: { $count }. Addresses of nobody in this campaign: { $unknown }. Rows not understood: { $odd }.
campaign-who = Table of the members
campaign-test-table = Table of the versions

## Parts of the world and cities that time zones are named by; others are shown as they are named

zone-Africa = Africa
zone-Africa-Cairo = Cairo
zone-Africa-Johannesburg = Johannesburg
zone-Africa-Lagos = Lagos
zone-Africa-Nairobi = Nairobi
zone-America = America
zone-America-Argentina = Argentina
zone-America-Argentina-Buenos_Aires = Buenos Aires
zone-America-Bogota = Bogota
zone-America-Chicago = Chicago
zone-America-Denver = Denver
zone-America-Lima = Lima
zone-America-Los_Angeles = Los Angeles
zone-America-Mexico_City = Mexico City
zone-America-New_York = New York
zone-America-Santiago = Santiago
zone-America-Sao_Paulo = São Paulo
zone-America-Toronto = Toronto
zone-America-Vancouver = Vancouver
zone-Antarctica = Antarctica
zone-Arctic = Arctic
zone-Asia = Asia
zone-Asia-Almaty = Almaty
zone-Asia-Bangkok = Bangkok
zone-Asia-Dhaka = Dhaka
zone-Asia-Dubai = Dubai
zone-Asia-Ho_Chi_Minh = Ho Chi Minh City
zone-Asia-Hong_Kong = Hong Kong
zone-Asia-Jakarta = Jakarta
zone-Asia-Jerusalem = Jerusalem
zone-Asia-Karachi = Karachi
zone-Asia-Kolkata = Kolkata
zone-Asia-Kuala_Lumpur = Kuala Lumpur
zone-Asia-Macau = Macau
zone-Asia-Manila = Manila
zone-Asia-Riyadh = Riyadh
zone-Asia-Seoul = Seoul
zone-Asia-Shanghai = Shanghai
zone-Asia-Singapore = Singapore
zone-Asia-Taipei = Taipei
zone-Asia-Tehran = Tehran
zone-Asia-Tokyo = Tokyo
zone-Asia-Urumqi = Urumqi
zone-Atlantic = Atlantic
zone-Australia = Australia
zone-Australia-Brisbane = Brisbane
zone-Australia-Melbourne = Melbourne
zone-Australia-Perth = Perth
zone-Australia-Sydney = Sydney
zone-Europe = Europe
zone-Europe-Amsterdam = Amsterdam
zone-Europe-Athens = Athens
zone-Europe-Berlin = Berlin
zone-Europe-Brussels = Brussels
zone-Europe-Copenhagen = Copenhagen
zone-Europe-Dublin = Dublin
zone-Europe-Helsinki = Helsinki
zone-Europe-Istanbul = Istanbul
zone-Europe-Kyiv = Kyiv
zone-Europe-Lisbon = Lisbon
zone-Europe-London = London
zone-Europe-Madrid = Madrid
zone-Europe-Moscow = Moscow
zone-Europe-Oslo = Oslo
zone-Europe-Paris = Paris
zone-Europe-Prague = Prague
zone-Europe-Rome = Rome
zone-Europe-Stockholm = Stockholm
zone-Europe-Vienna = Vienna
zone-Europe-Warsaw = Warsaw
zone-Europe-Zurich = Zurich
zone-Indian = Indian Ocean
zone-Pacific = Pacific
zone-Pacific-Auckland = Auckland
zone-Pacific-Honolulu = Honolulu

## Insights

insights-title = Insights
insights-overview = Overview
insights-customers = Customers
insights-needs = Needs
insights-sales = Sales
insights-months = { $count ->
    [one] All customers, last month
   *[other] All customers, last { $count } months
}
insights-months-to = { $count ->
    [one] All customers, one month to { $day }
   *[other] All customers, { $count } months to { $day }
}
insights-months-count = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
insights-buyers = { $count ->
    [one] { $count } buyer
   *[other] { $count } buyers
}
insights-customers-count = { $count ->
    [one] { $count } customer
   *[other] { $count } customers
}
insights-no-purchases = Nobody has bought anything yet. Import purchases, or note them with customers.
insights-no-purchases-since = Nobody bought anything in these months. The last purchase was on { $day }.
insights-as-of-last = Analyse as of that day
insights-import = Import purchases
insights-recency = Recency
insights-recency-score = Recency { $score }
insights-frequency-score = Frequency { $score }
insights-rfm-title = Recency and frequency
insights-rfm-label = How many customers have each score of recency and of frequency
insights-rfm-cell = Recency { $recency }, frequency { $frequency }: { $count } { $group }
insights-groups-title = Groups by recency and frequency
insights-groups-below = Customers of each group, and what they bought in these months.
insights-cohorts-by-quarter = Who buys again, by first quarter
insights-cohorts-by-month = Who buys again, by first month
insights-cohorts-label = The share of each cohort that bought again, by how much later
insights-cohorts-none = In this time nobody bought for the first time, so there is nobody to follow.
insights-cohort-first = First
insights-cohort-new = New
insights-cohort-corner = First purchase
insights-cohort-cell = { $later ->
    [0] { $span }: { $share }, { $count } bought for the first time
   *[other] { $span }, { $later } later: { $share } bought again, { $count } in all
}
insights-quarter = Q{ $quarter } { $year }
chart-month = Month
insights-value-title = Customer value
insights-value-label = How many customers are of which value
insights-value-bar = { $count ->
    [one] { $from } to { $to }: { $count } customer
   *[other] { $from } to { $to }: { $count } customers
}
insights-half-below = Half are below { $amount }
insights-top-fifth = The top fifth hold { $share } of all value.
insights-not-shown = { $count ->
    [one] { $count } customer beyond the bars is not shown.
   *[other] { $count } customers beyond the bars are not shown.
}
insights-lorenz-title = How value is held
insights-lorenz-label = The share of all value that a share of the customers hold, the least valuable first
insights-lorenz-point = The least valuable { $customers } of the customers hold { $value } of all value
insights-lorenz-equal = All the same
insights-lorenz-below = The top fifth hold { $share } of all value. Gini { $gini }: 0 is all the same, 1 is all with one.
value-assumptions = Assumptions
insights-limits-wrong = Four numbers that rise, such as 30, 60, 90, 180; leave it empty for fifths.
insights-number-wrong = A number from { $low } to { $high }; leave it empty for the usual.
insights-buyers-label = Customers who bought
insights-value-total = Value of all
insights-average-purchase = R, average purchase
insights-purchases = N, purchases
insights-top-fifth-label = Held by the top fifth
insights-formula = V = R × N × P: the average of one purchase, times the number of purchases in these months, times a weight.
insights-customer = Customer
insights-r = R
insights-n = N
insights-p = P
insights-v = V
insights-alive = Still a customer
insights-top-title = Most valuable customers
insights-all-customers = All of them
insights-lifetime-title = What is to come
insights-still-customers = Still customers
insights-expected-in = { $count ->
    [one] Purchases expected in { $count } month
   *[other] Purchases expected in { $count } months
}
insights-lifetime-total = Lifetime value of all
insights-too-few-repeaters = { $count ->
    [one] Only { $count } customer bought again; to say what is to come it takes { $least }.
   *[other] Only { $count } customers bought again; to say what is to come it takes { $least }.
}
insights-too-few-spenders = { $count ->
    [one] Only { $count } customer spent something on later purchases; to say how much will be spent it takes { $least }.
   *[other] Only { $count } customers spent something on later purchases; to say how much will be spent it takes { $least }.
}
insights-model-unsettled = These purchases do not follow the model, so nothing is said of what is to come.
insights-spend-unsettled = These amounts do not follow the model, so nothing is said of what will be spent.
insights-fitted-to = { $count ->
    [one] Fitted to { $count } customer; unit of time: { $unit }.
   *[other] Fitted to { $count } customers; unit of time: { $unit }.
}
insights-lifetime-how = Lifetime value = margin × expected spend × expected purchases, each discounted to today (Fader and Hardie 2005, 2013).
insights-months-title = Purchases by month
insights-months-label = How many purchases there were in each month
insights-month-bar = { $count ->
    [one] { $month }: { $count } purchase
   *[other] { $month }: { $count } purchases
}
insights-rhythm-below = { $share } of buyers came again: half of the time within { $half } days, nine times of ten within { $most }.
insights-counted = Counted as purchases: { $basis }. Refunds are taken off.
insights-other-currency = { $count ->
    [one] { $count } transaction is in another currency and left out.
   *[other] { $count } transactions are in another currency and left out.
}
insights-no-customer = { $count ->
    [one] { $count } transaction names no customer, or one in the trash, and is left out.
   *[other] { $count } transactions name no customer, or one in the trash, and are left out.
}
insights-cancelled = { $count ->
    [one] { $count } cancelled transaction is left out.
   *[other] { $count } cancelled transactions are left out.
}
insights-needs-title = Needs noted by month
insights-needs-label = How many needs of each category were noted in each month
insights-no-needs = No need was noted yet.
insights-no-category = No category
insights-need-point = { $month }, { $category }: { $count }
insights-need-grows = { $category } grows by { $growth } a month.
insights-categories-title = Categories
insights-trend = Trend
insights-trend-up = Grows by { $growth } a month
insights-trend-down = Shrinks by { $growth } a month
insights-trend-none = No trend beyond chance
insights-trend-few = Too few to say
insights-trend-how = A trend is told where chance alone would give as much in fewer than 5 of 100 cases (score test of a Poisson trend over whole months).
insights-affinity-title = Bought together
insights-affinity-none = No two products come together in purchases more often than by chance.
insights-affinity-no-lines = No purchase says which products it was of.
insights-affinity-line = { $share } of the purchases of { $one } are of { $other } too: { $lift } times as often as by chance ({ $count } purchases).
insights-affinity-likely = Who has no { $other } yet
insights-together-title = Which needs come together
insights-together-none = No two needs come together more often than by chance.
insights-together-line = { $share } of those who need { $one } need { $other } too: { $lift } times as often as by chance ({ $count } customers).
insights-together-likely = Who may need { $other }

score-how = How
score-hot = A good time to turn to them
score-warm = Worth a look
score-cool = Nothing presses
score-made = What makes the score
score-base = It begins at { $base }; each line adds or takes its points.
score-raises = What would raise it
score-change = { $change } in 7 days
score-buys = { $share } to buy in 30 days
score-buys-hint = By the model of purchases (BG/NBD)
score-cut-high = The points make { $sum }; a score ends at 100.
score-cut-low = The points make { $sum }; a score begins at 0.
score-weeks = The score of the last 13 weeks: from { $first } to { $last }, lowest { $low }, highest { $high }
score-week = Day
score-rules-title = Rules of the score
score-rules-note = A score begins at { $base }. Each rule adds or takes the points of the step that holds; what is below 0 or above 100 is cut off.
score-rules-usual = Back to the defaults
score-rules-reset = The rules of the score are as they come again.
score-rules-moved = { $count ->
    [0] With these rules every customer has the score that the defaults give.
    [one] These rules change the score of { $count } customer.
   *[other] These rules change the score of { $count } customers.
}
score-rules-counts = { $rule } counts
score-rule-due = Next purchase due
score-rule-loss = Likely lost
score-rule-recency = Recency
score-rule-deals = Open deals
score-rule-replies = Replies in 30 days
score-rule-needs = Open needs
score-rule-contact = Last contact
score-rule-tickets = Open tickets
score-rule-reach = Reachability
score-step-due = From { $share } of the usual interval on
score-step-loss = { $share } or more likely to have left
score-step-recency = Score of recency { $score }
score-step-deals = Chance of { $share } or more
score-step-deals-any = Any lower chance
score-step-more = { $count } or more
score-step-count = { $count }
score-step-within = Up to { $days } days ago
score-step-between = { $from } to { $to } days ago
score-step-after = More than { $days } days ago
score-step-urgent = An urgent one
score-points-changed = { $points } (default { $usual })
score-points-wrong = A whole number from −100 to 100
score-own-title = Own rules
score-own-note = Points for customers of whom conditions hold.
score-own-none = There are none yet.
score-own-add = Add rule
score-own-edit = Edit { $name }
score-own-remove = Remove { $name }
score-own-removed = Rule { $name } removed
score-own-saved = Rule { $name } saved
score-own-label = Name
score-own-points = Points
score-own-conditions = Conditions
score-own-holds = { $count ->
    [one] holds of { $count } customer
   *[other] holds of { $count } customers
}
score-own-circle = asks for the score itself, so that it counts for nobody
score-own-no-conditions = Say at least one condition.
score-due = Usually buys every { $usual } days; day { $silent }
score-risk = { $share } likely to have left
score-silent = Usually buys every { $usual } days; silent for { $silent }
score-recency = { $days ->
    [0] Bought today
    [one] Last purchase { $days } day ago
   *[other] Last purchase { $days } days ago
}
score-deals = { $count ->
    [one] { $count } open deal, { $share } likely
   *[other] { $count } open deals, one { $share } likely
}
score-replies = { $count ->
    [one] Was in touch once in 30 days
   *[other] Was in touch { $count } times in 30 days
}
score-needs = { $count ->
    [one] { $count } open need
   *[other] { $count } open needs
}
score-contact = { $days ->
    [0] Last contact today
    [one] Last contact { $days } day ago
   *[other] Last contact { $days } days ago
}
score-tickets = { $count ->
    [one] { $count } open ticket
   *[other] { $count } open tickets
}
score-urgent = { $count ->
    [one] { $count } urgent ticket open
   *[other] { $count } urgent tickets open
}
score-refused = Wants neither calls nor e-mails
score-unreachable = No phone number and no e-mail
score-then-due = { $days ->
    [one] The purchase due in { $days } day
   *[other] The purchase due in { $days } days
}
score-then-order = A purchase today
score-then-deal = An open deal
score-then-likely = A deal { $share } likely
score-then-reply = A reply
score-then-need = A need noted
score-then-contact = Contact today
score-then-solved = Tickets solved
score-then-consent = Consent to calls or e-mails
score-then-reach = A phone number or an e-mail
customer-worth = Value and RFM
customer-worth-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
customer-worth-purchases = { $count ->
    [one] { $count } purchase
   *[other] { $count } purchases
}
customer-worth-nothing = { $count ->
    [one] Nothing bought in the last month; the last purchase was on { $day }.
   *[other] Nothing bought in the last { $count } months; the last purchase was on { $day }.
}
customer-worth-over = { $count ->
    [one] value over { $count } month
   *[other] value over { $count } months
}
customer-worth-r = R a purchase
customer-worth-n = N purchases
customer-worth-p = P weight
customer-worth-group = Group: { $group }
customer-worth-next = Next purchase due { $day }
customer-worth-churn = { $share } likely to have left
customer-worth-lifetime = { $count ->
    [one] { $amount } expected over { $count } month
   *[other] { $amount } expected over { $count } months
}
forecast-title = Forecast by close month
forecast-label = Amounts of open deals by the month in which they are expected to close, as commit, best case and pipeline, with the weighted amount beside them
forecast-draws = 10,000 draws of each deal’s own probability.
forecast-overdue = Overdue
forecast-later = Later
forecast-no-date = No date
forecast-total = Total
forecast-weighted = Weighted
forecast-band = 80% band
forecast-band-key = 8 of 10 outcomes fall in this band
forecast-won-so-far = Won so far
forecast-currency = Currency
forecast-bar = { $count ->
    [one] { $month }, { $category }: { $amount }, { $count } deal
   *[other] { $month }, { $category }: { $amount }, { $count } deals
}
forecast-marker = { $month }: { $amount } weighted; 8 of 10 outcomes fall between { $low } and { $high }
forecast-target-line = Target { $amount } a month
forecast-no-months = No open deal with an amount is expected to close in the next six months.
forecast-give-dates = Show deals that need a date
forecast-omitted = { $count ->
    [one] { $count } open deal is omitted from the forecast and is in no figure above.
   *[other] { $count } open deals are omitted from the forecast and are in no figure above.
}
forecast-empty-title = Nothing to forecast yet
forecast-empty-body = Open deals with an amount and an expected close date show here by month.
forecast-quarter = This quarter
forecast-expected-by = expected by { $day }: won { $won } and weighted { $open } to come
forecast-won-of-target = Won { $share } of target
forecast-with-weighted = { $share } with weighted
forecast-meter = Won { $won }, weighted { $open } to come
forecast-not-in-it = { $count ->
    [one] Not in it: { $count } overdue deal with { $amount }
   *[other] Not in it: { $count } overdue deals with { $amount }
}
forecast-target = Target
forecast-chance = Chance to reach it
forecast-range = Likely range
forecast-range-words = { $low } to { $high }
forecast-deals-to-come = Open deals in it
forecast-few = Depends on few
forecast-few-one = One deal makes up { $share } of { $month } by amount: { $first }.
forecast-few-two = Two deals make up { $share } of { $month } by amount: { $first } and { $second }. Without the largest, the weighted amount falls to { $amount }.
forecast-few-three = Three deals make up { $share } of { $month } by amount: { $first }, { $second } and { $third }. Without the largest, the weighted amount falls to { $amount }.
forecast-how = How it is worked out
forecast-how-commit = Deals that are as good as promised: marked so, or at a stage that wins 75% or more.
forecast-how-best-case = Deals that close if things go well: marked so, or at a stage from 50%.
forecast-how-pipeline = All other open deals that are not omitted.
forecast-how-weighted = Each amount times the deal’s own chance: { $amount } in all.
forecast-by-history = By own history
forecast-how-history = { $count ->
    [one] The chances of stages moved to what really became of { $count } closed deal, of which { $share } were won: { $amount } in all.
   *[other] The chances of stages moved to what really became of { $count } closed deals, of which { $share } were won: { $amount } in all.
}
forecast-how-history-none = No deal is closed yet, so the chances of the stages stand.
forecast-how-band = Each deal is won or not by its own chance, 10,000 times; 8 of 10 sums fall in the band.
sales-days = { $count ->
    [one] { $days } day
   *[other] { $days } days
}
sales-pass = { $share } pass
sales-started = { $count ->
    [one] { $count } started
   *[other] { $count } started
}
sales-funnel-title = Deals from stage to stage
sales-funnel-label = How many of the deals that were started came to each stage, and for how long those there have been there
sales-funnel-won = { $share } of all that start are won, in { $days } (median).
sales-funnel-won-only = { $share } of all that start are won.
sales-funnel-lost = { $count ->
    [one] { $count } is lost and in no bar: how far it had come is not known.
   *[other] { $count } are lost and in no bar: how far they had come is not known.
}
sales-none-begun = No deal was started in these months.
sales-to-deals = Go to deals
sales-pipeline = Pipeline
sales-reached = Reached
sales-of-before = Of stage before
sales-here = There now
sales-days-here = Days there (median)
sales-won-by-quarter = Won by quarter
sales-won-by-month = Won by month
sales-won-bar = { $count ->
    [one] { $span }: { $amount } won, { $count } deal
   *[other] { $span }: { $amount } won, { $count } deals
}
sales-won-amount = Won amount
sales-quarter = Quarter
sales-rate = Win rate
sales-none-won = No deal was won in these months.
sales-reasons-title = Lost reasons
sales-no-reason = No reason given
sales-share = Share
sales-none-lost = No deal was lost in these months.
sales-rates-title = Win rate
sales-by = Win rate by
sales-product = Product
sales-no-value = Not said
sales-above = Above the others
sales-below = Below the others
sales-difference = Difference
sales-interval = ({ $low } to { $high })
sales-none-closed = No deal was closed in these months.
sales-more-groups = { $count ->
    [one] { $count } more is not shown.
   *[other] { $count } more are not shown.
}
sales-days-to-won = Time to win (median)
sales-won-of = { $won } won of { $closed } closed: { $rate }%.
sales-rates-how = Won of all that were closed, with the 95% interval (Wilson). A difference is told where chance alone would give as much in fewer than 5 of 100 cases; of twenty groups that are alike, one is expected to look different.
sales-months = { $count ->
    [one] Deals begun or closed in the last month
   *[other] Deals begun or closed in the last { $count } months
}
sales-months-to = { $count ->
    [one] Deals begun or closed in the month to { $day }
   *[other] Deals begun or closed in the { $count } months to { $day }
}

## Models

insights-models = Models
models-note = Outcomes foreseen from what is known before, learnt on this device
models-new = New model
models-question = What is to be foreseen
models-ask-won = Which open deals will be won
models-ask-answer = Who will answer a campaign
models-ask-urgent = Which tickets become urgent
models-ask-need = Which customers need { $category }
models-ask-field = { $records }: { $field }
models-name-hint = The question, if left empty.
models-fit = Learn from the records
models-fit-anew = Learn anew
models-fitted-anew = Learnt from the records as they are now
models-reading = Reading the records
models-learning = { $count ->
    [one] Learning from { $count } record
   *[other] Learning from { $count } records
}
models-worker = What learns beside the page did not answer. Try again.
models-came-since = { $records } more since.
models-went-since = { $records } fewer since.
models-anew-by-itself = It learns anew by itself once { $share } and at least { $least } came or went, or a month has passed.
models-stands = It could not learn anew by itself, so what it learnt before stands. { $why }
models-not-fitted = Scores by rules of your own; there is nothing to learn.
models-learnt = Learnt from { $records }, { $events } of them with the outcome ({ $day }).
models-quality = Of one record with the outcome and one without, it gives the first the higher probability { $share } of the time (AUC { $auc }; Brier score { $brier }, logarithmic loss { $loss }), found on records held back while it learnt.
models-chance = That is hardly better than chance.
models-too-good = So good that one of the fields is most likely known only with the outcome: leave out what you do not know beforehand.
models-table = What makes the outcome more or less likely
models-field = Field
models-value = Value
models-odds = Times the odds
models-coefficient = Coefficient
models-error = Standard error
models-intercept = Everything at zero
models-each-more = for each { $unit } more
models-unknown = not known
models-other = rare values
models-against = { $level }, against { $other }
models-odds-how = P = 1 / (1 + e^−(a + b·x)). A coefficient b multiplies the odds by e^b; in brackets the 95% interval (Wald). One that holds 1 may be chance.
models-foretold = Foretold
models-came = Came true
models-exact = Exactly as foretold
models-bin = Foretold { $foretold }, came true { $came }, of { $count }
models-calibration-how = Tenths of the records that were held back, from the least likely
models-calibration-label = What was foretold beside what came true
models-no-records = There are no such records yet.
models-all-have = All of these records have the outcome. It can be foreseen only where some do not.
models-none-has = None of these records has the outcome yet.
models-too-few = { $events } records have the outcome and { $others } do not. At least { $least } of each are needed.
models-no-field = None of these fields differs between the records. Choose others.
models-leak = Known only together with the outcome, so of no use to foresee it: { $fields }. Leave them out.
models-too-many = That would be { $count } coefficients, and { $most } are the most. Leave out fields with many values.
models-parted = A field parts the outcomes exactly, so that its coefficient would be infinite. Leave it out.
models-unsettled = The numbers do not settle. Leave out fields.
models-few-events = There are { $number } records of the rarer outcome for each coefficient; below ten the intervals are rough.
models-ridge-few = There are only { $number } records of the rarer outcome for each coefficient, so a ridge holds the coefficients back.
models-ridge-parted = A field parts the outcomes exactly, so a ridge holds the coefficients back.
models-constant = { $field } is the same everywhere and was left out.
models-redundant = { $field } follows in part from the fields before it; that part was left out.
models-pooled = { $field }: { $count ->
    [one] { $count } rare value counts with the others
   *[other] { $count } rare values are counted together
}.
models-other-currency = { $field }: { $count ->
    [one] { $count } amount
   *[other] { $count } amounts
} in another currency count as not known.
models-missing = { $field } is not known of { $share } of the records.
models-checked-on = How good it is was found on { $count } of the records.
models-not-checked = How good it is could not be found: too few records to hold some back.
models-field-of = { $record }: { $field }
models-days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
models-days-ahead = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
models-is = { $field }: { $value }
models-if = { $share } if { $field } were { $value }
models-usual = { $share } is usual
models-speaks = What speaks for it and against it
models-would-change = What would change it
models-how = How

# What is most worth doing with a record, why, and what one answers
advice-feedback = Feedback
advice-label = Suggestion
shortcut-advice = Do what is suggested
advice-call = Call { $name }
advice-email = Write to { $name }
advice-reply = Reply to the customer
advice-reply-on = Reply on “{ $ticket }”
advice-plan = Plan the next step
advice-open = See to “{ $name }”
advice-offer = Offer { $product }
advice-add-number = Add a phone number or an e-mail address
advice-set-close = Set a new expected close, or close the deal
advice-ask-satisfaction = Ask how satisfied the customer is
advice-close = Close the ticket
advice-do-add-number = Add number
advice-do-plan = Plan
advice-do-set-close = Set date
advice-do-ask = Ask
advice-why-reply-late = The first reply was due { $span } ago.
advice-why-reply-soon = The first reply is due in { $span }.
advice-why-solve-late = The solution was due { $span } ago.
advice-why-solve-soon = The solution is due in { $span }.
advice-why-ticket-late = What was promised was due { $span } ago.
advice-why-waits = The customer wrote last and has been waiting for { $span }.
advice-why-urgent = By your model it becomes urgent with a probability of { $share }; { $usual } is usual.
advice-why-unmarked = { $days ->
    [one] Solved yesterday, and nobody has asked yet.
   *[other] Solved { $days } days ago, and nobody has asked yet.
  }
advice-why-solved = { $days ->
    [one] Solved yesterday; the customer has said nothing since.
   *[other] Solved { $days } days ago; the customer has said nothing since.
  }
advice-why-asked-once = { $days ->
    [one] Wrote yesterday and has no answer yet.
   *[other] Wrote { $days } days ago and has no answer yet.
  }
advice-why-asked = { $days ->
    [one] Wrote { $times } times, last yesterday, and has no answer yet.
   *[other] Wrote { $times } times, last { $days } days ago, and has no answer yet.
  }
advice-why-step-today = “{ $step }” is planned for today.
advice-why-step = { $days ->
    [one] “{ $step }” was planned for { $date }, yesterday.
   *[other] “{ $step }” was planned for { $date }, { $days } days ago.
  }
advice-why-follow-up-today = The next contact is planned for today.
advice-why-follow-up = { $days ->
    [one] The next contact was planned for { $date }, yesterday.
   *[other] The next contact was planned for { $date }, { $days } days ago.
  }
advice-why-close = { $days ->
    [one] It was expected to close on { $date }, yesterday.
   *[other] It was expected to close on { $date }, { $days } days ago.
  }
advice-why-likely = { $days ->
    [one] By your model it is won with a probability of { $share } ({ $usual } is usual), and nobody has been in touch for a day.
   *[other] By your model it is won with a probability of { $share } ({ $usual } is usual), and nobody has been in touch for { $days } days.
  }
advice-why-stale = { $days ->
    [one] In “{ $stage }” for a day; the limit is { $limit }.
   *[other] In “{ $stage }” for { $days } days; the limit is { $limit }.
  }
advice-why-calls = Deals with a call were won { $times } times as often ({ $with_won } of { $with }, without one { $without_won } of { $without }).
advice-why-unplanned = { $days ->
    [one] Nothing is planned, and it has been at its stage for a day.
   *[other] Nothing is planned, and it has been at its stage for { $days } days.
  }
advice-why-quiet = { $days ->
    [one] Nobody has been in touch for a day.
   *[other] Nobody has been in touch for { $days } days.
  }
advice-why-quiet-deal = { $days ->
    [one] Nobody has been in touch for a day while “{ $deal }” is open.
   *[other] Nobody has been in touch for { $days } days while “{ $deal }” is open.
  }
advice-why-leaving = { $days ->
    [one] { $share } likely to have left; bought last yesterday.
   *[other] { $share } likely to have left; bought last { $days } days ago.
  }
advice-why-leaving-worth = { $days ->
    [one] { $share } likely to have left, worth { $amount }; bought last yesterday.
   *[other] { $share } likely to have left, worth { $amount }; bought last { $days } days ago.
  }
advice-why-purchase = Usually buys every { $usual } days; this is day { $silent }.
advice-why-need = Needs “{ $need }”, and no deal is open.
advice-why-unreachable = There is neither a number nor an address, so nobody can be in touch.
advice-about-answer = Answer
advice-about-follow-up = Follow-up
advice-about-order = Next order
advice-about-return = How things are going
advice-about-plan = Agree on the next step
advice-said-done = Done. This comes back only when its reasons change.
advice-said-later = Put off for 7 days, or until its reasons change.
advice-said-wrong = This is not suggested for { $name } again.

## Sync

settings-sync = Sync
settings-api = API
palette-go-sync = Go to Sync
sync-intro = Keep this workspace in step with a CouchDB database that you choose. Records go there, and nowhere else; everything keeps working without the network.
sync-intro-who = Everybody who can open the database can read and change all of it.
sync-encrypt = Encrypt what is sent
sync-encrypt-note = Whoever runs the server or gets hold of the database then sees how many records there are and when they change, and nothing that is in them. Other programs cannot read the database either, and REST through a proxy does not work with it.
sync-passphrase = Passphrase
sync-passphrase-again = Passphrase, once more
sync-passphrase-hint = At least 12 characters. Several words that do not belong together are easy to remember and hard to guess.
sync-passphrase-show = Show the passphrase
sync-passphrase-loss = Without the passphrase, and without a device that is connected, nobody can read what is on the server, and nobody can restore it. Keep it where you find it again.
sync-passphrase-short = At least 12 characters are needed.
sync-passphrase-long = This is longer than a passphrase can be.
sync-passphrase-differs = The two are not the same.
sync-passphrase-change = Change the passphrase
sync-passphrase-change-note = What opens the database on the next device that joins.
sync-passphrase-change-title = Another passphrase for the database
sync-passphrase-change-text = From now on only this one lets a device join. Devices that are connected go on, and nothing is sent again. Whoever knew the former one may have kept the key: to shut them out, change their password at the server, or make a new database.
sync-passphrase-changing = Changing
sync-passphrase-changed = The database has another passphrase.
sync-passphrase-wrong = This is not the passphrase of the database.
sync-passphrase-wrong-out = Check capital letters, spaces and the layout of the keyboard. Where it is forgotten, a device that is connected gives the database another: Settings, Sync.
sync-no-keys = The database is encrypted, and its keys are missing or cannot be read.
sync-no-keys-out = Nothing was sent. A device that is connected to the database puts missing keys back when it syncs. Or whoever runs the server restores the document meta:keys from a backup.
sync-not-empty = Somebody encrypted the database meanwhile.
sync-not-empty-out = Nothing was sent. Go back and check again.
sync-locked = The database is encrypted.
sync-locked-out = Nothing is sent until it is unlocked with its passphrase. What you change stays here until then.
sync-other-keys = The keys of the database are not those that this device knows.
sync-other-keys-out = Nothing is sent: somebody replaced the document meta:keys, or the database is another one. Whoever runs the server restores it from a backup. Or disconnect, and connect to a database of its own.
sync-unlock = Unlock
sync-unlocking = Unlocking
sync-fact-encryption = Encryption
sync-fact-encrypted = Encrypted end to end
sync-line-locked = Passphrase needed
sync-there-sealed = { $count ->
    [one] “{ $database }” is encrypted and has { $count } document. Its passphrase is needed.
   *[other] “{ $database }” is encrypted and has { $count } documents. Its passphrase is needed.
}
sync-join-found-sealed = The workspace is encrypted.
sync-join-sealed-text = Only its passphrase opens it. The passphrase stays on this device, and the server never sees it.
sync-connect-to = Connect to a database
sync-step-where = Where
sync-step-check = Check
sync-step-connect = Connect
sync-step-done = Done
sync-server = Server address
sync-server-hint = Such as https://couch.example.com
sync-database = Database
sync-database-hint = Small letters and digits, such as crm
sync-user = User
sync-password = Password
sync-token = Token
sync-sign-in-by = Sign in with
sync-keep = Remember on this device
sync-keep-note = Encrypted with a key of this browser. Whoever can use this browser profile can use it.
sync-open = This address is not encrypted: the password and all records can be read on the way. Use https outside a network that you trust.
sync-wrong-address = This is not an address. It is https:// and the name of the server.
sync-wrong-credentials = Take name and password out of the address; they belong in the fields below.
sync-wrong-database = A database name starts with a small letter, followed by small letters, digits and _ $ ( ) + / -.
sync-check = Check
sync-check-again = Check again
sync-checking = Checking
sync-looking = Asking { $server } whether it answers, lets this page in, and lets you read and write.
sync-no-network = This device is offline.
sync-no-network-out = Connect to the network, then check again. What you typed stays here.
sync-no-answer = Nothing answers at { $server }.
sync-no-answer-out = Check the address and the port, and whether the server is running and can be reached from this network.
sync-not-let-in = { $server } answers, but does not let this page in.
sync-not-let-in-out = The server has to allow this page’s address (CORS). Whoever runs it adds these lines to CouchDB’s local.ini and restarts it.
sync-cors-lines = Lines for local.ini
sync-cors-copy = Copy lines
sync-cors-note = Where other pages use the server too, add this address to its origins, separated by a comma.
sync-mixed = The browser does not let this page talk to an http address.
sync-mixed-out = This page came by https, so the server needs https too: put it behind a proxy with a certificate, and enter that address.
sync-not-couch = What answers at { $server } is not a CouchDB.
sync-not-couch-out = Check the address: the server may be on another port, or a path may be missing at the end.
sync-sign-in-wrong = The server does not accept this sign-in.
sync-sign-in-wrong-out = Check the user and the password or token. Capital letters matter.
sync-forbidden = You are signed in, but may not read and write in “{ $database }”.
sync-forbidden-out = Whoever runs the server adds this user to the members of the database. Or sign in as somebody who is one.
sync-may-not-create = There is no database “{ $database }”, and this user may not make one.
sync-may-not-create-out = Ask whoever runs the server to make “{ $database }” and to add you to its members, then check again. Or correct the name.
sync-other = The database cannot be used.
sync-other-out = Nothing was sent. Try again later, or show the words below to whoever runs the server.
sync-server-says = It says: { $reason }
sync-answers = { $name } answers at { $server }.
sync-there-none = There is no database “{ $database }” yet. It will be made.
sync-there-empty = The database “{ $database }” is empty.
sync-there-foreign = { $count ->
    [one] “{ $database }” holds { $count } document that is not of { -name }. It is left alone, but a database of its own is better.
   *[other] “{ $database }” holds { $count } documents that are not of { -name }. They are left alone, but a database of its own is better.
}
sync-there-workspace = { $count ->
    [one] The workspace “{ $name }” is there already, with { $count } document.
   *[other] The workspace “{ $name }” is there already, with { $count } documents.
}
sync-there-both = If you connect, it and this workspace become one, on every device that has it. They cannot be taken apart again; make a backup before.
sync-there-join = If you only want that workspace on this device too, join it instead. It stays apart from what is here:
sync-here = { $counts } from this device will be sent, with the pipelines, settings and all else that belongs to them.
sync-here-nothing = There are no customers here yet; the settings will be sent.
sync-connect = Connect
sync-create-and-connect = Create the database and connect
sync-connecting = Connecting
sync-in-step = In step
sync-state-in-step = What is here and there is the same.
sync-state-syncing = Syncing
sync-state-paused = Paused. What you change waits here until you resume.
sync-state-elsewhere = Another tab of this browser keeps this workspace in step.
sync-state-again = Tried again at { $time }. What you change waits here until then.
sync-passing = The server cannot be reached
sync-passing-out = It is tried again by itself. What you change stays here until then.
sync-too-often = The server asks for some patience
sync-no-database = The database “{ $database }” is gone.
sync-no-database-out = Nothing was deleted here. If somebody is restoring it on the server, try again when that is done. Otherwise make it anew from this device.
sync-anew = Make the database anew from this device
sync-anew-making = Making the database
sync-anew-text = { $counts } of this device go to an empty database “{ $database }” on { $server }, with the pipelines, settings and all else that belongs to them.
sync-anew-nothing = The settings of this device go to an empty database “{ $database }” on { $server }. There are no customers here yet.
sync-anew-sealed = It is encrypted as before, with the same passphrase.
sync-anew-others = Other devices that were connected go on with it, and bring what only they have. Who else may use it was noted in the database: whoever runs the server adds other users to its members again.
sync-anew-may-not-out = Ask whoever runs the server to make “{ $database }” and to add you to its members, then try again.
sync-other-database = Connect to another database
sync-signed-out = Sign in again.
sync-signed-out-out = The server no longer accepts this sign-in. What you changed stays here, and is sent once you are signed in.
sync-stopped-out = What you changed stays here, and is sent once this user may write there again.
sync-refused = The server refuses a request.
sync-refused-out = What you changed stays here. Export what is waiting to be safe, and show the words below to whoever runs the server.
sync-store-full = Storage on this device is full.
sync-store-full-out = Free some space, then sync again. Nothing was lost; what is on the server stays there.
sync-store = Storage on this device could not be read or written.
sync-store-out = Reload the page and try again. Nothing was lost; what is on the server stays there.
sync-asks = { $count ->
    [one] { $count } record was deleted elsewhere. Delete it here too?
   *[other] { $count } records were deleted elsewhere. Delete them here too?
}
sync-asks-text = That is more than usual, so it waits for your answer. Deleted records go to the trash. What you keep goes back to everybody.
sync-asks-keep = Keep them
sync-asks-delete = Delete here too
sync-sign-in = Sign in
sync-sign-in-as = As { $user }
sync-fact-last = Last sync
sync-fact-waiting = Waiting to be sent
sync-fact-came = Received since this page was opened
sync-fact-sent = Sent since this page was opened
sync-waiting = { $count ->
    [0] Nothing
    [one] { $count } record
   *[other] { $count } records
}
sync-waiting-since = { $count ->
    [one] { $count } record, written { $when }
   *[other] { $count } records, the oldest written { $when }
}
sync-never = Not yet
sync-stalled = Something has been waiting for more than 15 minutes. If the network is fine, export what is waiting and look at the server.
sync-now = Sync now
sync-try-now = Try now
sync-pause = Pause
sync-resume = Resume
sync-unsent = Waiting to be sent
sync-unsent-note = Kept here until the server confirms
sync-unsent-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
sync-export = Export what is waiting
sync-not-taken = Not taken by the server
sync-not-taken-text = These records stay on this device. Each is sent again when it changes, and from time to time.
sync-unread = Cannot be read here
sync-unread-text = These documents stay on the server as they are. A newer version of { -name } may be able to read them.
sync-leave = Disconnect
sync-leave-note = The data stay here and there; changes are no longer exchanged.
sync-leave-title = Disconnect from the database?
sync-leave-text = Everything stays on this device and in the database. From now on neither hears of changes in the other. You can connect again at any time.
sync-leave-waiting = { $count ->
    [one] { $count } record is not on the server yet.
   *[other] { $count } records are not on the server yet.
}
sync-leave-waiting-text = They stay here and will not be sent:
sync-left = Disconnected. The data stay here and there.
sync-left-listed = Disconnected. The data stay here and there. The server could not be told, so other devices list this one for up to 90 days.
sync-device-title = Add a device
sync-device-text = Open this link on another device, or send it to somebody who works with you.
sync-device-link = Link to join
sync-device-scan = Or point the other device’s camera at this code.
sync-device-code = QR code of the link to join
sync-device-secret = The password is not in it: whoever joins signs in with their own.
sync-devices-title = Devices
sync-devices-again = Refresh
sync-devices-this = This device
sync-devices-kind = { $browser } on { $system }
sync-devices-unknown = Unknown device
sync-devices-since = Connected { $date }
sync-devices-waiting = { $count } waiting
sync-devices-alone = No other device works with this database yet.
sync-devices-offline = The list is shown when the network is back.
sync-devices-paused = The list is shown when sync is resumed.
sync-devices-more = There may be more devices than are listed here.
sync-copied = Copied
sync-not-copied = The browser did not let it be copied. Select the text and copy it by hand.
sync-you-title = You are
sync-you = Owner
sync-you-hint = Changes made on this device are noted as theirs.
sync-you-nobody = There are no owners yet. Add yourself, and others see who changed what.
sync-you-owners = Edit owners
sync-line-synced = Synced { $when }
sync-line-syncing = { $count ->
    [0] Syncing
   *[other] Syncing, { $count } waiting
}
sync-line-offline = { $count ->
    [0] Offline
   *[other] Offline, { $count } waiting
}
sync-line-waiting = { $count ->
    [0] Not synced
   *[other] { $count } waiting
}
sync-line-paused = { $count ->
    [0] Sync paused
   *[other] Paused, { $count } waiting
}
sync-line-elsewhere = { $count ->
    [0] Synced by another tab
   *[other] { $count } waiting
}
sync-line-stopped = { $count ->
    [0] Sync stopped
   *[other] Sync stopped, { $count } waiting
}
sync-line-conflicts = { $count ->
    [one] { $count } conflict
   *[other] { $count } conflicts
}
sync-line-sign-in = Sign in again
sync-line-asks = Sync has a question
first-join = Join a team
first-join-hint = whose workspace is in a database
sync-join-title = Join a team
sync-join-intro = { -name } fetches a workspace from a database to this device. It then works here without the network, and stays in step with everybody else.
sync-join-link-broken = The link is not whole. Ask for it again, or fill in where the database is.
sync-join-back = Start another way
sync-join-promise = Your password goes to this server, and nowhere else.
sync-join-nothing = There is no workspace in “{ $database }” yet. Start one here, then connect it to this database under Settings, Sync.
sync-join-begin = Start a new workspace
sync-join-found = “{ $name }” is here.
sync-join-found-text = { $count ->
    [one] { $count } document is fetched to this device. Workspaces that are already here stay as they are.
   *[other] { $count } documents are fetched to this device. Workspaces that are already here stay as they are.
}
sync-join-fetching = { $count ->
    [one] Fetching the first of { $count } document. The workspace opens as soon as there is enough to see; the rest follows.
   *[other] Fetching the first of { $count } documents. The workspace opens as soon as there is enough to see; the rest follows.
}
sync-join-run = Join
sync-join-running = Joining
sync-conflicts = Conflicts
sync-conflicts-text = Two people changed the same field of these records without having seen each other’s change. Both values are kept until somebody says which is right.
sync-conflict-count = { $count ->
    [one] { $count } conflict
   *[other] { $count } conflicts
}
sync-conflict-title = Two people changed { $name }
sync-conflict-text = They wrote in the same field without having seen each other’s change. Everything else was merged by itself. Choose what is right; it can be undone.
sync-conflict-now = Stands there now
sync-conflict-also = Also written
sync-conflict-written-by = { $when }, { $who }
sync-conflict-empty = Nothing
sync-conflict-all-now = Keep what stands there
sync-conflict-all-also = Take the others
sync-conflict-later = Decide later
sync-conflict-settle = Settle
sync-conflict-settled = Conflict settled

## API

api-title = REST API
api-intro = Every call there is, to be tried here with the records of this workspace. Nothing leaves the browser.
api-intro-door = Scripts of this page call satchel.fetch; other pages of this address call fetch while a tab has Satchel open.
api-description = Full description (OpenAPI 3.1)
api-group-records = Records
api-group-customers = Customers and scores
api-group-reports = Reports
api-group-files = Files
api-group-log = Changes
api-group-workspace = Workspace
api-call-customer = A customer with everything that belongs to it.
api-call-list = A page of a collection: searched, filtered, sorted.
api-call-create = Adds a record to a collection.
api-call-read = One record of a collection.
api-call-patch = Changes the fields of a record that you name.
api-call-delete = Moves a record to the trash, or erases it for good.
api-call-settings = The settings of the workspace.
api-call-patch-settings = Changes settings of the workspace.
api-call-undo = Takes a change back: the last one, or the one you name.
api-call-redo = Does again what was undone last.
api-call-changes = What was changed, by whom, with the values before and after.
api-call-report = The rows and totals of a report, as a screen shows them.
api-call-status = How many records there are, how they are stored and how sync stands.
api-call-export = A list as a file.
api-call-backup = The whole workspace as one file.
api-call-restore = Restores a backup.
api-call-import = Imports a CSV file.
api-call-fit = Fits a model anew to the records as they are.
api-call-scores = What the models and the points say of a record, and why.
api-in-collection = The collection
api-in-report = The report
api-in-id = The id of the record: its own, or the one it has in another system
api-in-id-of = The id of { $name }
api-in-id-none = There is no record of this kind yet. Add one first.
api-in-q = Words that must all occur in the record
api-in-filter = Conditions as JSON, such as {"{"}"field":"outcome","is":"open"{"}"}
api-in-sort = Fields to sort by; a minus puts the greatest first: -amount,name
api-in-limit = How many at most; 50 if left out
api-in-limit-all = How many at most; all if left out
api-in-cursor = Where the page before ended: its next
api-in-fields = The fields to show, separated by commas
api-in-trash = Whether records in the trash are included
api-in-forever = Whether it is erased for good instead of moved to the trash
api-in-rows = What the rows of the file are
api-in-record = The record whose changes are wanted, by its id
api-in-since = A change or a point in time: only what came after it
api-in-hash = Whether the hashes of the state are worked out, which reads every record
api-in-format = The format of the file
api-in-mode = Whether the backup is added to what is there, or replaces it
api-in-dry-run = Whether to only say what the import would do
api-in-file-name = The name of the file
api-in-encoding = The encoding of the file, if it cannot be detected: utf-8, gbk
api-in-mapping = The fields of the columns as JSON, such as {"{"}"Account Name":"name"{"}"}
api-in-on-duplicate = What to do with rows that are already a record; update if left out
api-in-on-unknown = What to do with unknown stages and options; add if left out
api-in-on-reference = What to do with names that no record has; kept as text if left out
api-in-currency = The currency of amounts that name none
api-in-as-of = The last day that counts, such as 2026-03-31
api-in-months = How many months count; 12 if left out, for a forecast 6
api-in-weight = What the value of a customer is weighted by
api-in-factor = The weight that is the same for all customers
api-in-unit = The unit in which the models count time
api-in-horizon = How many of these units to look ahead
api-in-discount = By how many percent a year later purchases are worth less
api-in-margin = How many percent of the revenue are earned
api-in-by = The field to group by, such as owner; for cohorts month or quarter
api-in-from = The first day
api-in-to = The last day
api-in-order = Which group comes first: the largest sum, or the most deals
api-in-pipeline = The pipeline, by its id or name
api-in-target = What the quarter is to bring, such as 250000 EUR
api-in-if-match = The revision that you read (ETag): refused if the record was changed since
api-in-if-none-match = The revision that you have (ETag): answered with 304 if it is still the latest
api-not-said = Left out
api-more = More parameters
api-body = Body (JSON)
api-body-file = Body (the file)
api-body-choose = Choose file
api-body-chosen = The file “{ $name }” is sent.
api-body-backup = A backup of this workspace is made and sent, which changes nothing. Choose a file to restore another.
api-body-example = Use the example
api-try = Try it
api-trying = Asking
api-dry = This only says what would happen. Nothing is written.
api-writes = This changes the workspace. You can undo it afterwards.
api-inverts = This changes the workspace: it undoes or redoes a change.
api-replaces = Records that are not in the backup go to the trash. You can undo it afterwards.
api-erases = This erases the record for good. It cannot be undone.
api-answer = Answer
api-answered = Answered with { $status }: { $words }
api-answer-body = Body of the answer
api-no-answer = There was no answer: { $reason }
api-took = { $ms } ms
api-empty = The answer has no body.
api-cut = This is the first part. Copying takes all of it.
api-save = Save file
api-was-written = The workspace was changed.
api-undone = Undone.
api-copied = Copied
api-not-copied = The browser did not allow copying. Select the text instead.
api-code = Code for this call
api-code-in = Language of the code
api-code-fetch = Runs in the console of this page. On other pages of this address use fetch in place of satchel.fetch.
api-outside-proxy = From any computer: the proxy in front of Satchel answers it while the workspace syncs. Add the sign-in of your database.
api-outside-document = From any computer while the workspace syncs: the record’s document in the database. Add the sign-in of your database.
api-outside-feed = From any computer while the workspace syncs: the database’s own feed of changes. Add the sign-in of your database.
api-outside-nowhere = Only pages in this browser can make this call. Programs elsewhere read and write the documents in the database that the workspace syncs with.
api-status-200 = Done
api-status-201 = Created
api-status-204 = Done, nothing to show
api-status-304 = Not changed since
api-status-400 = The address or the body cannot be read.
api-status-404 = There is no such record or address.
api-status-405 = This address does not take this method.
api-status-409 = It conflicts with what is there, or there is nothing to do.
api-status-412 = The record was changed in the meantime.
api-status-413 = The body is too large.
api-status-415 = The body is of the wrong media type.
api-status-422 = Some values are not right. Nothing was saved.
api-status-500 = It could not be saved and was taken back.
api-status-503 = No workspace is open, or a part of the program did not arrive.
api-status-504 = The tab did not answer in time.
api-status-507 = The disk is full. Nothing was saved.
