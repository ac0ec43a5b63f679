-- c2e4d7f042bf3fbd: made by manage.py write_schema, never by hand; of these migrations:
-- accounts.0001_initial f7a9bd05fe3aa01f
-- accounts.0002_names_nfc 0fd50939835b37db
-- accounts.0003_absences a6e0e212c45aa6b0
-- accounts.0004_second_factor_and_sessions 3b3a619a46d663e8
-- accounts.0005_appointment_basis cf00cbbf7a44b45a
-- accounts.0006_spending 82c5762a0e701843
-- accounts.0007_mandate 6beaa984ef240502
-- accounts.0008_bindings 445f4a312ccbf93e
-- approvals.0001_proposals 349b191fefdd1eb6
-- approvals.0002_guards 8199b9efe90f6890
-- approvals.0003_sketches 358b0b2e32f7c956
-- approvals.0004_rehearsals 55f5998850b52595
-- approvals.0005_rehearsal_kept 6e9f991482bca7b5
-- archiving.0001_retention fb1aa39fd90ab7b8
-- audit.0001_initial 61cd7f749e5eb55d
-- audit.0002_partitions_and_guards 489bf6b88079c891
-- audit.0003_partitions_without_rights 166a40e86a58446c
-- audit.0004_heads 703dd205c64fa22a
-- auth.0001_initial 845cff319606332f
-- auth.0002_alter_permission_name_max_length feaf97e0e8f7d148
-- auth.0003_alter_user_email_max_length 9d5657b4db9872dc
-- auth.0004_alter_user_username_opts 9538db342c9a9bec
-- auth.0005_alter_user_last_login_null 79f60a35dc000fdd
-- auth.0006_require_contenttypes_0002 00cb16e3405f14b6
-- auth.0007_alter_validators_add_error_messages 115db87dc327530f
-- auth.0008_alter_user_username_max_length 02857f65f7d64814
-- auth.0009_alter_user_last_name_max_length 19a89500e7f108a7
-- auth.0010_alter_group_name_max_length 0963ed6498ac0b3a
-- auth.0011_update_proxy_permissions 85a5dde708dc4b61
-- auth.0012_alter_user_first_name_max_length 6cefbc9f80903763
-- certifying.0001_initial 9193c34f326588ec
-- certifying.0002_tariffs 9a2d9d3bde91f9d3
-- certifying.0003_register_index 66ca98458b1ef5a3
-- certifying.0004_electronic_copy 0760409b970d6186
-- certifying.0005_copies_by_worker fc3248641a7fba45
-- contenttypes.0001_initial 35ed8489a147e0b4
-- contenttypes.0002_remove_content_type_name 7d36494075750f0e
-- difficulties.0001_notes efc83b6b5a26f087
-- dossiers.0001_initial 48e6c0f119f76050
-- dossiers.0002_sealed_at 31e3c35d99b83a56
-- dossiers.0003_case_order fad0c10b20348ae5
-- dossiers.0004_dossier_named 560d2275b513ca06
-- dossiers.0005_national_code_once 98b850c872a2b8f3
-- dossiers.0006_draft_without_key 33aeaa91f3c65076
-- dossiers.0007_external_standing e03362bc4d9b02f9
-- dossiers.0008_competent_receipt fed8aa5fc33923f2
-- dossiers.0009_stops_by_reason 7d617685376adb70
-- dossiers.0010_notes 13d6d01f7ccb5e0e
-- dossiers.0011_given_form 6eeb55e28517d30d
-- dossiers.0012_tellings 7a5a7dae00fac4ab
-- dossiers.0013_papers_at_the_counter e2ed9feee3da1160
-- dossiers.0014_register_index c7fb5b6207562028
-- dossiers.0015_form_layout 8fd5905e6f21feee
-- dossiers.0016_custody be71b48a3c31e8da
-- dossiers.0017_decisions 0309bfa25d05d328
-- dossiers.0018_case_kind 40e578e2ebb5fdd8
-- dossiers.0019_opinions bb3c0ea9445643e7
-- dossiers.0020_delivery 1bb4666295d05c43
-- dossiers.0021_hand_over b1cca6c740e5d4b1
-- dossiers.0022_export 49f7ec36a796e218
-- dossiers.0023_day_indexes 55e5e05a955cbc32
-- dossiers.0024_digitisation d50e995c6da9cbaf
-- dossiers.0025_bundles e1962a1698f9ccfd
-- dossiers.0026_part_once 6832bef3e7c43503
-- dossiers.0027_paper_taken b975a6db4eb02a64
-- dossiers.0028_form_signature eabc5a8c2ce6d8a5
-- dossiers.0029_fee_receipt 50b78d09b810995c
-- dossiers.0030_relays f057abf546a86bc4
-- dossiers.0031_reached_index 3ab963ee89bac9cd
-- dossiers.0032_typed_answers 8d06cf46aa06c5c8
-- dossiers.0033_acting_for 24d9b44a015b9164
-- dossiers.0034_letters fc066a13a8dafe07
-- dossiers.0035_letter_templates 4df9ee59135ab964
-- dossiers.0036_finishing f2996685bba1afcd
-- dossiers.0037_request_paper_reason 5d5c60b73e017730
-- dossiers.0038_hand_over_by_item 5f070238f4428dde
-- dossiers.0039_results_handed_back c46470ee29405c81
-- dossiers.0040_handed_over_once_each_way 1a2454e01d0dce45
-- dossiers.0041_letter_signatures 794905df4ce1da33
-- dossiers.0042_party_by_phone e14090abb2935f78
-- dossiers.0043_receipt_book 4c689c15a27c5cb6
-- dossiers.0044_announcements_by_dossier 5ee534070f3fb63d
-- dossiers.0045_post_return 3ed0873e1d8357f6
-- dossiers.0046_post_number_index b4dc97d3501b7247
-- dossiers.0047_lasting_file 0b8a529e5f4489fa
-- dossiers.0048_reused_items b7577b7651984721
-- dossiers.0049_emergency ed05237f8a452991
-- dossiers.0050_population_check 527de910bdf7772b
-- dossiers.0051_mandates 635a1e8e85ba41ae
-- dossiers.0052_party_by_mandate cc0f26083c8ab9ae
-- dossiers.0053_consent bf4e8a875c824203
-- files.0001_initial 8a07720dd4a6a66a
-- files.0002_csv b2d59b460636dfff
-- files.0003_csv_valid b17e08045ea01e50
-- files.0004_zip 41a5614752a26ef9
-- files.0005_zip_valid e93e72621adaab26
-- holdings.0001_own_copy 5fc7a466da0be820
-- holdings.0002_correction 41d520c858186c3b
-- notices.0001_initial 0675992d4eb2def8
-- notices.0002_pay 949e44395f4d002c
-- notices.0003_official_notices 39a5c24928d777b1
-- notices.0004_promise_extended 094e31f1646fdfc8
-- notices.0005_due_kinds a7b502c715c92999
-- notices.0006_opinions_of_agencies e83ad8fe440f26df
-- notices.0007_export_kinds 537d8ce3b5347421
-- notices.0008_difficulty_kind a40f8c7eb1fb201f
-- notices.0009_part_dropped 5e313b248c07e4ed
-- notices.0010_proposal_kinds 56a7b1de36d61dbc
-- notices.0011_absence_kinds ba2b2484600db3eb
-- notices.0012_finishing 8ded6bc0d3f87caf
-- notices.0013_letter_kind 98721bb1b795c8a1
-- notices.0014_mentioned_absent 51e8c9e68a205485
-- notices.0015_reopened_kind a2486d6196da99ca
-- notices.0016_refusal_waits c964fe86753d3551
-- notices.0017_post_returned 0e2fdd459b1018c3
-- notices.0018_key_ends 06eb490c1a0c8dba
-- notices.0019_account_notices 975df7fd138522fa
-- notices.0020_emergency_notices e8aeb2bdb99cb1d1
-- notices.0021_own_copy 0606ddb1c0e81f35
-- notices.0022_correction b98de5cdf2787c4c
-- notices.0023_mandate_notices dae3864620b346fe
-- organisations.0001_initial b7bd0cc92a9e8e99
-- organisations.0002_calendar 1f7f82baccbeae20
-- organisations.0003_stamp 75720a66f3979d07
-- organisations.0004_agency_phone a7ff7c111832b034
-- organisations.0005_agency_symbol e57996bc90bc8617
-- organisations.0006_more_roles 9f7d994bf1d1ae9b
-- outbox.0001_initial 42b586d4abcfbd77
-- outbox.0002_poll_instead_of_notify 8b5d5ec4bf3bec7a
-- procedures.0001_initial 6639ccd9b93eff74
-- procedures.0002_guards 54c1248a92775a69
-- procedures.0003_process d76fa14c0be0e7b2
-- procedures.0004_catalogue_version b31f216f1b26c9fe
-- procedures.0005_paperless fa7384daa21d5b7a
-- procrastinate.0001_initial be81516c79d02f26
-- procrastinate.0002_drop_started_at_column 2ead163c1ce2991d
-- procrastinate.0003_drop_started_at_column 740f2d8ff02c0bb5
-- procrastinate.0004_drop_procrastinate_version_table 9f48b76f59a9cc8c
-- procrastinate.0005_fix_procrastinate_fetch_job 6a8e4055ab8e463d
-- procrastinate.0006_fix_trigger_status_events_insert d9d2f532a094aa09
-- procrastinate.0007_add_queueing_lock_column dc12645a882f2067
-- procrastinate.0008_close_fetch_job_race_condition 74c7c44a68d3c204
-- procrastinate.0009_add_defer_job_function b9d529f1bb143b09
-- procrastinate.0010_add_procrastinate_periodic_defers bd1aa56a04f86df5
-- procrastinate.0011_add_foreign_key_index 25cc0914481114fd
-- procrastinate.0012_add_locks_to_periodic_defer 7cf8863ace39220c
-- procrastinate.0013_fix_procrastinate_defer_periodic_job 4d5072911b8c904c
-- procrastinate.0014_add_finish_job_and_retry_job_functions 20ebed9ca30246c8
-- procrastinate.0015_add_trigger_on_job_deletion 41bec3a5111ff97f
-- procrastinate.0016_delete_finished_jobs aa4d841aae25c4b1
-- procrastinate.0017_add_checks_to_finish_job fa9f208ddf3368de
-- procrastinate.0018_add_checks_to_retry_job 893bfc867f1594eb
-- procrastinate.0019_fix_finish_job_compat_issue 4c85f00a990bb3d7
-- procrastinate.0020_add_index_on_procrastinate_jobs 5a93c4ea92b856f5
-- procrastinate.0021_add_kwargs_to_defer_periodic_job 88dd3371cbdee2ba
-- procrastinate.0022_null_locks_excluded 2d5b088f88e89d69
-- procrastinate.0023_remove_old_finish_job_function 89267383eac7bb81
-- procrastinate.0024_job_id_bigint 27108dc62abe6372
-- procrastinate.0025_add_models 29580ceb9d30811c
-- procrastinate.0026_add_job_priority 4f7746b8edef802a
-- procrastinate.0027_add_periodic_job_priority 17e24782e5f4b56e
-- procrastinate.0028_add_cancel_states 2831656624aa9165
-- procrastinate.0029_add_additional_params_to_retry_job 50d48f155234960c
-- procrastinate.0030_alter_procrastinateevent_options 94486414b944e707
-- procrastinate.0031_add_indexes_for_fetch_job c7235c71c0c003fd
-- procrastinate.0032_pre_cancel_notification 42c97f730f7f0edd
-- procrastinate.0033_post_cancel_notification 8bd0e84d1e45311e
-- procrastinate.0034_pre_add_heartbeat 844ed448222ba8b1
-- procrastinate.0035_post_add_heartbeat 0cbd71b8406c14f4
-- procrastinate.0036_add_worker_model f996e8059968a3a4
-- procrastinate.0037_pre_batch_defer_jobs 0d7d4294e8aa2749
-- procrastinate.0038_post_batch_defer_jobs 503152d687e3e49b
-- procrastinate.0039_pre_priority_lock_fetch_job aba2087cb2b69233
-- procrastinate.0040_pre_retry_failed_job f6d2a552fbbc5088
-- procrastinate.0041_post_retry_failed_job 2c8dc359b30362a9
-- sessions.0001_initial 2aa438e2393ee513
-- signing.0001_initial 3f4c32df6f187867
-- signing.0002_renewals d579f9437266c4aa
-- signing.0003_known_files cd3225a6b5305840
-- signing.0004_trust_list 3117b69bbdaa6c79
-- vault.0001_items cce6e510880fe7a2
-- vault.0002_reuses af7c4a5d0323fe5a
-- vault.0003_shares e53bbf783e2b6f95
-- webhooks.0001_initial 54ef2822722e9156
-- workflow.0001_initial 937c4c8b46cc57c0
-- workflow.0002_inbox_indexes 9a98786e2c7a0e76
-- workflow.0003_wait 8b1dabc0eee1d2dd
-- workflow.0004_case_order 8b2e540735caaa53
-- workflow.0005_case_kind 2d92cbe4ef40d53b
-- workflow.0006_due_soon 023f88189aeee772
-- workflow.0007_saved_lists bd679474c2e73ecc
-- workflow.0008_done_for fa2b6ebc1db4e121
-- workflow.0009_finishing 64270b1c5e03b366
-- workflow.0010_late_at 8feee507e9910236
-- workflow.0011_saved_pages baeccbbc6cee88e9
-- worktime.0001_initial 406b2b065d0fe61b
-- worktime.0002_parameter 9c915341559c9119

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION public.approvals_proposal_guard() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a proposal is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.public_id, NEW.kind, NEW.subject, NEW.title, NEW.content, NEW.base, NEW.reason, NEW.effective_on,
        NEW.proposed_by_id, NEW.proposed_at)
       IS DISTINCT FROM
       (OLD.public_id, OLD.kind, OLD.subject, OLD.title, OLD.content, OLD.base, OLD.reason, OLD.effective_on,
        OLD.proposed_by_id, OLD.proposed_at) THEN
        RAISE EXCEPTION 'what was proposed never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.audit_current_era() RETURNS integer
    LANGUAGE sql STABLE
    AS $$SELECT max(number) FROM audit_era$$;
CREATE FUNCTION public.audit_ensure_partitions(ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET lock_timeout TO '2s'
    AS $$
DECLARE
    month date;
    name text;
    grantee regrole;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(x'5ea2'::integer);
    FOR month IN
        SELECT generate_series(date_trunc('month', now()), date_trunc('month', now()) + make_interval(months => ahead),
            interval '1 month')
    LOOP
        name := 'audit_entry_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        CONTINUE WHEN EXISTS (
            SELECT FROM audit_entry_rest WHERE at >= month AND at < month + interval '1 month');
        EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', name);
        FOR grantee IN
            SELECT DISTINCT acl.grantee::regrole FROM pg_class, aclexplode(relacl) acl
            WHERE oid = to_regclass('public.' || name) AND acl.grantee NOT IN (0, relowner)
        LOOP
            EXECUTE format('REVOKE ALL ON public.%I FROM %s', name, grantee);
        END LOOP;
        EXECUTE format('CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse()', name);
        EXECUTE format('ALTER TABLE public.audit_entry ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            name, month::timestamptz, (month + interval '1 month')::timestamptz);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
CREATE FUNCTION public.audit_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: no % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;
CREATE FUNCTION public.audit_stamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.tx := pg_current_xact_id();
    RETURN NEW;
END
$$;
CREATE FUNCTION public.organisations_restamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO organisations_stamp DEFAULT VALUES ON CONFLICT (id) DO UPDATE SET stamp = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE FUNCTION public.procedures_version_guard() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (to_jsonb(NEW) - 'valid') IS DISTINCT FROM (to_jsonb(OLD) - 'valid') THEN
        RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT (NEW.valid <@ OLD.valid)
       OR (NOT isempty(NEW.valid) AND lower(NEW.valid) IS DISTINCT FROM lower(OLD.valid)) THEN
        RAISE EXCEPTION 'the validity of a version can only be ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE TABLE public.accounts_absence (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    valid daterange NOT NULL,
    reason character varying(12) NOT NULL,
    note character varying(300) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    called_off_at timestamp with time zone,
    recorded_by_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT absence_reason_known CHECK (((reason)::text = ANY (ARRAY[('leave'::character varying)::text, ('sick'::character varying)::text, ('trip'::character varying)::text, ('training'::character varying)::text, ('other'::character varying)::text])))
);
ALTER TABLE public.accounts_absence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_accesstoken (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    scopes character varying(40)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    client_id bigint NOT NULL
);
ALTER TABLE public.accounts_accesstoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_accesstoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_apiclient (
    id bigint NOT NULL,
    client_id character varying(64) NOT NULL,
    secret_digest character varying(64) NOT NULL,
    scopes character varying(40)[] NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.accounts_apiclient ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_apiclient_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_appointment (
    id bigint NOT NULL,
    valid daterange NOT NULL,
    post_id bigint NOT NULL,
    user_id bigint NOT NULL,
    basis character varying(300) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.accounts_appointment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_appointment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_authenticator (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(60) NOT NULL,
    secret_cipher bytea NOT NULL,
    last_step bigint NOT NULL,
    credential_id bytea,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL,
    CONSTRAINT authenticator_is_whole CHECK ((((credential_id IS NULL) AND ((kind)::text = 'app'::text) AND (NOT (secret_cipher = '\x'::bytea))) OR ((credential_id IS NOT NULL) AND ((kind)::text = 'passkey'::text) AND (NOT (public_key = '\x'::bytea)))))
);
ALTER TABLE public.accounts_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_binding (
    id bigint NOT NULL,
    issuer character varying(200) NOT NULL,
    subject character varying(200) NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.accounts_binding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_binding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_formerfacts (
    id bigint NOT NULL,
    full_name character varying(200) NOT NULL,
    until timestamp with time zone NOT NULL,
    number_id bigint,
    person_id bigint NOT NULL
);
ALTER TABLE public.accounts_formerfacts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_formerfacts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_mandate (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    principal_name character varying(200) NOT NULL,
    principal_birth character varying(10) NOT NULL,
    is_organisation boolean NOT NULL,
    agent_name character varying(200) NOT NULL,
    basis character varying(12) NOT NULL,
    part character varying(8) NOT NULL,
    procedures character varying(40)[] NOT NULL,
    sees_all boolean NOT NULL,
    uses_store boolean NOT NULL,
    valid daterange NOT NULL,
    document character varying(300) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(300) NOT NULL,
    agent_number_id bigint NOT NULL,
    ended_by_id bigint,
    evidence_id bigint,
    given_by_id bigint,
    principal_number_id bigint NOT NULL,
    CONSTRAINT mandate_basis_known CHECK (((basis)::text = ANY (ARRAY[('parent'::character varying)::text, ('guardian'::character varying)::text, ('child'::character varying)::text, ('spouse'::character varying)::text, ('sibling'::character varying)::text, ('authorised'::character varying)::text, ('legal'::character varying)::text, ('member'::character varying)::text]))),
    CONSTRAINT mandate_declared_sees_little CHECK (((given_by_id IS NOT NULL) OR ((basis)::text = 'legal'::text) OR ((NOT sees_all) AND (NOT uses_store)))),
    CONSTRAINT mandate_of_another CHECK ((NOT (principal_number_id = agent_number_id))),
    CONSTRAINT mandate_part_known CHECK (((part)::text = ANY (ARRAY[('filer'::character varying)::text, ('viewer'::character varying)::text])))
);
ALTER TABLE public.accounts_mandate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_mandate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_person (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    full_name character varying(200) NOT NULL,
    sort_key character varying(1000) NOT NULL,
    birth character varying(10) NOT NULL,
    sex character varying(8) NOT NULL,
    identity_id bigint,
    CONSTRAINT person_birth_shape CHECK (((birth)::text ~ '^(\d{4}(-\d{2}(-\d{2})?)?)?$'::text)),
    CONSTRAINT person_kind_known CHECK (((kind)::text = ANY (ARRAY[('person'::character varying)::text, ('organisation'::character varying)::text]))),
    CONSTRAINT person_name_nfc CHECK ((full_name IS NFC NORMALIZED)),
    CONSTRAINT person_named CHECK ((NOT ((full_name)::text = ''::text))),
    CONSTRAINT person_sex_known CHECK (((sex)::text = ANY (ARRAY[(''::character varying)::text, ('male'::character varying)::text, ('female'::character varying)::text])))
);
ALTER TABLE public.accounts_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_recoverycode (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE public.accounts_recoverycode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_recoverycode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_sealednumber (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    cipher bytea NOT NULL,
    index character varying(64) NOT NULL,
    CONSTRAINT sealed_number_kind_known CHECK (((kind)::text = ANY (ARRAY[('personal_id'::character varying)::text, ('old_id'::character varying)::text, ('passport'::character varying)::text, ('tax_code'::character varying)::text, ('other'::character varying)::text])))
);
ALTER TABLE public.accounts_sealednumber ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_sealednumber_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    public_id uuid NOT NULL,
    factor character varying(8) NOT NULL,
    browser character varying(20) NOT NULL,
    system character varying(20) NOT NULL,
    network character varying(40) NOT NULL,
    began_at timestamp with time zone,
    seen_at timestamp with time zone,
    user_id bigint
);
CREATE TABLE public.accounts_signinfailure (
    id bigint NOT NULL,
    bucket character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.accounts_signinfailure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_signinfailure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_spending (
    bucket character varying(64) NOT NULL,
    since timestamp with time zone NOT NULL,
    uses integer NOT NULL,
    CONSTRAINT accounts_spending_uses_check CHECK ((uses >= 0))
);
CREATE TABLE public.accounts_substitute (
    id bigint NOT NULL,
    valid daterange NOT NULL,
    signs_as character varying(4) NOT NULL,
    basis character varying(300) NOT NULL,
    scope character varying(300) NOT NULL,
    named_at timestamp with time zone NOT NULL,
    absence_id bigint NOT NULL,
    named_by_id bigint NOT NULL,
    post_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT substitute_scope_of_tuq CHECK (((NOT ((signs_as)::text = 'TUQ.'::text)) OR (NOT ((scope)::text = ''::text)))),
    CONSTRAINT substitute_signature_has_basis CHECK ((((signs_as)::text = ''::text) OR (NOT ((basis)::text = ''::text))))
);
ALTER TABLE public.accounts_substitute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_substitute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    username character varying(150) NOT NULL,
    kind character varying(16) NOT NULL,
    full_name character varying(200) NOT NULL,
    sort_key character varying(1000) NOT NULL,
    is_active boolean NOT NULL,
    assurance smallint NOT NULL,
    person_id bigint,
    CONSTRAINT accounts_user_assurance_check CHECK ((assurance >= 0)),
    CONSTRAINT user_citizen_is_a_person CHECK (((NOT ((kind)::text = 'citizen'::text)) OR (person_id IS NOT NULL))),
    CONSTRAINT user_kind_known CHECK (((kind)::text = ANY (ARRAY[('citizen'::character varying)::text, ('official'::character varying)::text, ('machine'::character varying)::text, ('system'::character varying)::text]))),
    CONSTRAINT user_name_nfc CHECK ((full_name IS NFC NORMALIZED))
);
ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_webhooksubscription (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    url character varying(500) NOT NULL,
    secret_cipher bytea NOT NULL,
    events character varying(60)[] NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    client_id bigint NOT NULL
);
ALTER TABLE public.accounts_webhooksubscription ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_webhooksubscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_proposal (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(30) NOT NULL,
    subject character varying(80) NOT NULL,
    title text NOT NULL,
    content jsonb NOT NULL,
    base character varying(64) NOT NULL,
    reason text NOT NULL,
    effective_on date NOT NULL,
    status character varying(12) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision_note text NOT NULL,
    applied_at timestamp with time zone,
    failure jsonb NOT NULL,
    decided_by_id bigint,
    proposed_by_id bigint NOT NULL,
    CONSTRAINT proposal_applied_at_a_moment CHECK ((((applied_at IS NOT NULL) AND ((status)::text = 'applied'::text)) OR ((applied_at IS NULL) AND (NOT ((status)::text = 'applied'::text))))),
    CONSTRAINT proposal_decided_by_somebody CHECK (((NOT ((status)::text = ANY (ARRAY[('applied'::character varying)::text, ('approved'::character varying)::text, ('failed'::character varying)::text, ('rejected'::character varying)::text]))) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
    CONSTRAINT proposal_says_why CHECK ((NOT (reason = ''::text))),
    CONSTRAINT proposal_status_known CHECK (((status)::text = ANY (ARRAY[('proposed'::character varying)::text, ('approved'::character varying)::text, ('applied'::character varying)::text, ('rejected'::character varying)::text, ('withdrawn'::character varying)::text, ('failed'::character varying)::text]))),
    CONSTRAINT proposal_takes_two CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = proposed_by_id) AND (decided_by_id IS NOT NULL)))))
);
ALTER TABLE public.approvals_proposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_proposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_rehearsal (
    id bigint NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    status character varying(10) NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    report jsonb NOT NULL,
    failure jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    asked_by_id bigint NOT NULL,
    proposal_id bigint NOT NULL,
    kept jsonb NOT NULL,
    CONSTRAINT approvals_rehearsal_done_check CHECK ((done >= 0)),
    CONSTRAINT approvals_rehearsal_total_check CHECK ((total >= 0)),
    CONSTRAINT rehearsal_period CHECK ((since <= until)),
    CONSTRAINT rehearsal_status_known CHECK (((status)::text = ANY (ARRAY[('waiting'::character varying)::text, ('running'::character varying)::text, ('done'::character varying)::text, ('failed'::character varying)::text, ('stopped'::character varying)::text])))
);
ALTER TABLE public.approvals_rehearsal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_rehearsal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approvals_sketch (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    subject character varying(80) NOT NULL,
    content jsonb NOT NULL,
    base character varying(64) NOT NULL,
    revision integer NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL,
    CONSTRAINT approvals_sketch_revision_check CHECK ((revision >= 0))
);
ALTER TABLE public.approvals_sketch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.approvals_sketch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.archiving_archivepackage (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    receipt jsonb NOT NULL,
    made_at timestamp with time zone,
    asked_by_id bigint NOT NULL,
    dossier_id bigint NOT NULL,
    file_id bigint,
    CONSTRAINT archive_package_whole CHECK ((((file_id IS NULL) AND (made_at IS NULL) AND (receipt = '{}'::jsonb)) OR ((file_id IS NOT NULL) AND (made_at IS NOT NULL) AND (NOT (receipt = '{}'::jsonb)))))
);
ALTER TABLE public.archiving_archivepackage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.archiving_archivepackage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.archiving_retention (
    id bigint NOT NULL,
    closed_on date NOT NULL,
    ends_on date,
    set_at timestamp with time zone NOT NULL,
    dossier_id bigint NOT NULL,
    rule_id bigint NOT NULL
);
ALTER TABLE public.archiving_retention ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.archiving_retention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.archiving_retentionrule (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    key character varying(250) NOT NULL,
    years smallint,
    since date NOT NULL,
    basis character varying(300) NOT NULL,
    is_sure boolean NOT NULL,
    CONSTRAINT archiving_retentionrule_years_check CHECK ((years >= 0)),
    CONSTRAINT retention_rule_has_basis CHECK ((NOT ((basis)::text = ''::text)))
);
ALTER TABLE public.archiving_retentionrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.archiving_retentionrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_batch (
    seal_id bigint NOT NULL,
    nodes bytea NOT NULL,
    CONSTRAINT audit_batch_nodes_check CHECK (((length(nodes) >= 32) AND ((length(nodes) % 32) = 0))),
    CONSTRAINT audit_batch_seal_id_check CHECK ((seal_id > 0))
);
CREATE TABLE public.audit_entry (
    id bigint NOT NULL,
    era integer DEFAULT 1 NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    action text NOT NULL,
    about text NOT NULL,
    subjects text[] NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    agency text NOT NULL,
    request_id text NOT NULL,
    details jsonb NOT NULL,
    CONSTRAINT audit_entry_action_check CHECK (((action <> ''::text) AND (length(action) <= 80))),
    CONSTRAINT audit_entry_actor_id_check CHECK ((actor_id <> ''::text)),
    CONSTRAINT audit_entry_actor_kind_check CHECK ((actor_kind <> ''::text)),
    CONSTRAINT audit_entry_check CHECK (((kind = 'change'::text) = (about <> ''::text))),
    CONSTRAINT audit_entry_check1 CHECK (((kind = 'view'::text) = (cardinality(subjects) > 0))),
    CONSTRAINT audit_entry_kind_check CHECK ((kind = ANY (ARRAY['change'::text, 'view'::text])))
)
PARTITION BY RANGE (at);
ALTER TABLE public.audit_entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_entry_rest (
    id bigint CONSTRAINT audit_entry_id_not_null NOT NULL,
    era integer DEFAULT 1 CONSTRAINT audit_entry_era_not_null NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() CONSTRAINT audit_entry_tx_not_null NOT NULL,
    at timestamp with time zone CONSTRAINT audit_entry_at_not_null NOT NULL,
    kind text CONSTRAINT audit_entry_kind_not_null NOT NULL,
    action text CONSTRAINT audit_entry_action_not_null NOT NULL,
    about text CONSTRAINT audit_entry_about_not_null NOT NULL,
    subjects text[] CONSTRAINT audit_entry_subjects_not_null NOT NULL,
    actor_kind text CONSTRAINT audit_entry_actor_kind_not_null NOT NULL,
    actor_id text CONSTRAINT audit_entry_actor_id_not_null NOT NULL,
    actor_name text CONSTRAINT audit_entry_actor_name_not_null NOT NULL,
    agency text CONSTRAINT audit_entry_agency_not_null NOT NULL,
    request_id text CONSTRAINT audit_entry_request_id_not_null NOT NULL,
    details jsonb CONSTRAINT audit_entry_details_not_null NOT NULL,
    CONSTRAINT audit_entry_action_check CHECK (((action <> ''::text) AND (length(action) <= 80))),
    CONSTRAINT audit_entry_actor_id_check CHECK ((actor_id <> ''::text)),
    CONSTRAINT audit_entry_actor_kind_check CHECK ((actor_kind <> ''::text)),
    CONSTRAINT audit_entry_check CHECK (((kind = 'change'::text) = (about <> ''::text))),
    CONSTRAINT audit_entry_check1 CHECK (((kind = 'view'::text) = (cardinality(subjects) > 0))),
    CONSTRAINT audit_entry_kind_check CHECK ((kind = ANY (ARRAY['change'::text, 'view'::text])))
);
CREATE TABLE public.audit_era (
    number integer NOT NULL,
    began_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE public.audit_head (
    number bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    seals bigint NOT NULL,
    entries bigint NOT NULL,
    peaks bytea NOT NULL,
    statement text NOT NULL,
    signature bytea NOT NULL,
    chain text NOT NULL,
    token bytea,
    CONSTRAINT audit_head_entries_check CHECK ((entries >= 0)),
    CONSTRAINT audit_head_kind_check CHECK ((kind = ANY (ARRAY['hour'::text, 'day'::text]))),
    CONSTRAINT audit_head_number_check CHECK ((number > 0)),
    CONSTRAINT audit_head_peaks_check CHECK (((length(peaks) % 32) = 0)),
    CONSTRAINT audit_head_seals_check CHECK ((seals >= 0))
);
CREATE TABLE public.audit_seal (
    number bigint NOT NULL,
    era integer NOT NULL,
    from_tx numeric(20,0) NOT NULL,
    to_tx numeric(20,0) NOT NULL,
    count bigint NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT audit_seal_check CHECK ((to_tx >= from_tx)),
    CONSTRAINT audit_seal_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_seal_number_check CHECK ((number > 0)),
    CONSTRAINT audit_seal_previous_check CHECK ((length(previous) = 32))
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.certifying_book (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    year smallint NOT NULL,
    last integer NOT NULL,
    agency_id bigint NOT NULL,
    CONSTRAINT certifying_book_last_check CHECK ((last >= 0)),
    CONSTRAINT certifying_book_year_check CHECK ((year >= 0))
);
ALTER TABLE public.certifying_book ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.certifying_book_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.certifying_certification (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    year smallint NOT NULL,
    number integer NOT NULL,
    certified_on date NOT NULL,
    document character varying(300) NOT NULL,
    pages smallint NOT NULL,
    copies smallint NOT NULL,
    fee integer NOT NULL,
    signer_name character varying(200) NOT NULL,
    signer_title character varying(200) NOT NULL,
    annulled_at timestamp with time zone,
    annul_reason character varying(300) NOT NULL,
    agency_id bigint NOT NULL,
    annulled_by_id bigint,
    request_id bigint NOT NULL,
    CONSTRAINT certification_annulled_with_reason CHECK (((annulled_at IS NULL) OR (NOT ((annul_reason)::text = ''::text)))),
    CONSTRAINT certifying_certification_copies_check CHECK ((copies >= 0)),
    CONSTRAINT certifying_certification_fee_check CHECK ((fee >= 0)),
    CONSTRAINT certifying_certification_number_check CHECK ((number >= 0)),
    CONSTRAINT certifying_certification_pages_check CHECK ((pages >= 0)),
    CONSTRAINT certifying_certification_year_check CHECK ((year >= 0))
);
ALTER TABLE public.certifying_certification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.certifying_certification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.certifying_electroniccopy (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    state character varying(8) NOT NULL,
    token character varying(24) NOT NULL,
    sealed_code bytea NOT NULL,
    scanned_at timestamp with time zone NOT NULL,
    signed_at timestamp with time zone,
    issued_at timestamp with time zone,
    certification_id bigint NOT NULL,
    file_id bigint,
    issued_by_id bigint,
    scan_id bigint NOT NULL,
    scanned_by_id bigint NOT NULL,
    signed_by_id bigint,
    asked_at timestamp with time zone,
    asked_by_id bigint,
    problem character varying(300) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT electronic_copy_issued CHECK (((NOT ((state)::text = 'issued'::text)) OR ((issued_at IS NOT NULL) AND (issued_by_id IS NOT NULL)))),
    CONSTRAINT electronic_copy_signed CHECK ((((state)::text = 'scanned'::text) OR ((file_id IS NOT NULL) AND (signed_at IS NOT NULL) AND (signed_by_id IS NOT NULL))))
);
ALTER TABLE public.certifying_electroniccopy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.certifying_electroniccopy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.certifying_request (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    requester character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    key character varying(100) NOT NULL,
    agency_id bigint NOT NULL,
    by_id bigint NOT NULL,
    identity_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT certification_requester_named CHECK ((NOT ((requester)::text = ''::text)))
);
ALTER TABLE public.certifying_request ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.certifying_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.certifying_tariff (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    valid_from date NOT NULL,
    first_rate integer NOT NULL,
    first_pages smallint NOT NULL,
    next_rate integer NOT NULL,
    cap integer,
    is_per_case boolean NOT NULL,
    basis character varying(300) NOT NULL,
    CONSTRAINT certifying_tariff_cap_check CHECK ((cap >= 0)),
    CONSTRAINT certifying_tariff_first_pages_check CHECK ((first_pages >= 0)),
    CONSTRAINT certifying_tariff_first_rate_check CHECK ((first_rate >= 0)),
    CONSTRAINT certifying_tariff_next_rate_check CHECK ((next_rate >= 0))
);
ALTER TABLE public.certifying_tariff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.certifying_tariff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.difficulties_answer (
    id bigint NOT NULL,
    about character varying(10) NOT NULL,
    key character varying(200) NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    agency_id bigint,
    by_id bigint NOT NULL,
    procedure_id bigint NOT NULL,
    CONSTRAINT difficulty_answer_about_known CHECK (((about)::text = ANY (ARRAY[('procedure'::character varying)::text, ('paper'::character varying)::text, ('field'::character varying)::text]))),
    CONSTRAINT difficulty_answer_says_something CHECK ((NOT (text = ''::text)))
);
ALTER TABLE public.difficulties_answer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.difficulties_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.difficulties_difficulty (
    id bigint NOT NULL,
    about character varying(10) NOT NULL,
    key character varying(200) NOT NULL,
    name character varying(2000) NOT NULL,
    sentence character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    answer_id bigint,
    by_id bigint NOT NULL,
    dossier_id bigint,
    procedure_id bigint NOT NULL,
    responsible_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT difficulty_about_known CHECK (((about)::text = ANY (ARRAY[('procedure'::character varying)::text, ('paper'::character varying)::text, ('field'::character varying)::text])))
);
ALTER TABLE public.difficulties_difficulty ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.difficulties_difficulty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.dossiers_answers (
    id bigint NOT NULL,
    number smallint NOT NULL,
    data jsonb NOT NULL,
    given_at timestamp with time zone NOT NULL,
    given_by character varying(40) NOT NULL,
    dossier_id bigint NOT NULL,
    CONSTRAINT dossiers_answers_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_answers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_answers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_bundlepart (
    id bigint NOT NULL,
    number smallint NOT NULL,
    key character varying(40) NOT NULL,
    phase character varying(10) NOT NULL,
    agency_id bigint NOT NULL,
    bundle_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT dossiers_bundlepart_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_bundlepart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_bundlepart_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_calltry (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome character varying(12) NOT NULL,
    note character varying(500) NOT NULL,
    caller_id character varying(40) NOT NULL,
    caller_name character varying(200) NOT NULL,
    telling_id bigint NOT NULL
);
ALTER TABLE public.dossiers_calltry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_calltry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_clockstop (
    id bigint NOT NULL,
    reason character varying(40) NOT NULL,
    basis character varying(300) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    dossier_id bigint NOT NULL,
    CONSTRAINT clock_stop_ends_later CHECK (((ended_at IS NULL) OR (ended_at >= started_at)))
);
ALTER TABLE public.dossiers_clockstop ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_clockstop_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_codecounter (
    id bigint NOT NULL,
    day date NOT NULL,
    last integer NOT NULL,
    agency_id bigint NOT NULL,
    CONSTRAINT dossiers_codecounter_last_check CHECK ((last >= 0))
);
ALTER TABLE public.dossiers_codecounter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_codecounter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_consent (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    paper_key character varying(80) NOT NULL,
    paper_name character varying(2000) NOT NULL,
    procedure character varying(2000) NOT NULL,
    applicant character varying(200) NOT NULL,
    name character varying(200) NOT NULL,
    shown jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    index character varying(64) NOT NULL,
    cipher bytea NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    answer character varying(8) NOT NULL,
    answered_at timestamp with time zone,
    reason character varying(500) NOT NULL,
    withdrawn_at timestamp with time zone,
    answered_by_id bigint,
    asked_by_id bigint NOT NULL,
    draft_id bigint,
    file_id bigint,
    number_id bigint NOT NULL,
    CONSTRAINT consent_answered_whole CHECK (((((answer)::text = ''::text) AND (answered_at IS NULL) AND (answered_by_id IS NULL)) OR ((NOT ((answer)::text = ''::text)) AND (answered_at IS NOT NULL) AND (answered_by_id IS NOT NULL))))
);
ALTER TABLE public.dossiers_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_custody (
    id bigint NOT NULL,
    number smallint NOT NULL,
    is_last boolean NOT NULL,
    act character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    recipient character varying(200) NOT NULL,
    signed character varying(12) NOT NULL,
    taken_at timestamp with time zone,
    note character varying(500) NOT NULL,
    agency_id bigint,
    by_id bigint NOT NULL,
    paper_id bigint NOT NULL,
    taken_by_id bigint,
    CONSTRAINT custody_held_or_gone CHECK (((((act)::text = ANY (ARRAY[('held'::character varying)::text, ('passed'::character varying)::text])) AND (agency_id IS NOT NULL)) OR (((act)::text = ANY (ARRAY[('returned'::character varying)::text, ('withdrawn'::character varying)::text])) AND (agency_id IS NULL)))),
    CONSTRAINT custody_returned_is_signed_for CHECK (((NOT ((act)::text = 'returned'::text)) OR ((NOT ((recipient)::text = ''::text)) AND (NOT ((signed)::text = ''::text))))),
    CONSTRAINT dossiers_custody_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_custody ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_custody_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_decision (
    id bigint NOT NULL,
    kind character varying(14) NOT NULL,
    reason text NOT NULL,
    basis character varying(300) NOT NULL,
    instead text NOT NULL,
    number character varying(60) NOT NULL,
    dated_on date,
    made_at timestamp with time zone NOT NULL,
    dossier_id bigint NOT NULL,
    event_id bigint NOT NULL,
    made_by_id bigint NOT NULL,
    new_result_id bigint,
    result_id bigint
);
ALTER TABLE public.dossiers_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_delivery (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    recipient character varying(200) NOT NULL,
    is_other boolean NOT NULL,
    basis character varying(300) NOT NULL,
    confirmed character varying(12) NOT NULL,
    post_number character varying(60) NOT NULL,
    by_id bigint NOT NULL,
    evidence_id bigint,
    identity_id bigint,
    result_id bigint NOT NULL,
    CONSTRAINT delivery_card_has_identity CHECK (((NOT ((confirmed)::text = 'card'::text)) OR (identity_id IS NOT NULL))),
    CONSTRAINT delivery_other_has_basis CHECK (((NOT is_other) OR (NOT ((basis)::text = ''::text)))),
    CONSTRAINT delivery_post_has_number CHECK (((NOT ((confirmed)::text = 'post'::text)) OR (NOT ((post_number)::text = ''::text))))
);
ALTER TABLE public.dossiers_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_digitisation (
    id bigint NOT NULL,
    stage character varying(10) NOT NULL,
    source character varying(6) NOT NULL,
    reason character varying(300) NOT NULL,
    read_at timestamp with time zone,
    found jsonb NOT NULL,
    number character varying(200) NOT NULL,
    issued_on date,
    issuer character varying(200) NOT NULL,
    holder character varying(200) NOT NULL,
    valid_until date,
    accepted_at timestamp with time zone,
    sign_asked_at timestamp with time zone,
    sign_problem character varying(300) NOT NULL,
    signed_at timestamp with time zone,
    accepted_by_id bigint,
    identity_id bigint,
    paper_id bigint NOT NULL,
    reused_paper_id bigint,
    reused_result_id bigint,
    reused_item_id bigint,
    CONSTRAINT digitisation_accepted_by_somebody CHECK (((NOT ((stage)::text = ANY (ARRAY[('accepted'::character varying)::text, ('signed'::character varying)::text]))) OR ((accepted_at IS NOT NULL) AND (accepted_by_id IS NOT NULL)))),
    CONSTRAINT digitisation_not_needed_has_reason CHECK (((NOT ((stage)::text = 'not_needed'::text)) OR (NOT ((reason)::text = ''::text)))),
    CONSTRAINT digitisation_signed_has_moment CHECK (((NOT ((stage)::text = 'signed'::text)) OR (signed_at IS NOT NULL)))
);
ALTER TABLE public.dossiers_digitisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_digitisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_dossier (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    code character varying(50) NOT NULL,
    bare_code character varying(50) NOT NULL,
    sealed_secret bytea NOT NULL,
    foreign_code character varying(60) NOT NULL,
    origin character varying(20) NOT NULL,
    channel character varying(10) NOT NULL,
    case_key character varying(60) NOT NULL,
    rule_set character varying(30) NOT NULL,
    processing_system character varying(60) NOT NULL,
    state smallint NOT NULL,
    revision integer NOT NULL,
    owner_name character varying(200) NOT NULL,
    owner_sort_key character varying(900) NOT NULL,
    summary character varying(500) NOT NULL,
    search tsvector,
    result_channel character varying(12) NOT NULL,
    result_address character varying(500) NOT NULL,
    submitted_on_foreign_at timestamp with time zone,
    submitted_at timestamp with time zone NOT NULL,
    answer_due_at timestamp with time zone,
    accepted_at timestamp with time zone,
    original_due_at timestamp with time zone,
    due_at timestamp with time zone,
    paused_at timestamp with time zone,
    completed_at timestamp with time zone,
    delivered_at timestamp with time zone,
    closed_at timestamp with time zone,
    assignee_id bigint,
    competent_agency_id bigint NOT NULL,
    helped_at_id bigint,
    instance_id bigint,
    received_at_id bigint,
    version_id bigint NOT NULL,
    competent_received_at timestamp with time zone,
    declared_on_paper boolean DEFAULT false NOT NULL,
    part_key character varying(40) DEFAULT ''::character varying NOT NULL,
    part_of_id bigint,
    reached bigint[],
    typed_answers smallint DEFAULT 0 NOT NULL,
    CONSTRAINT dossier_completed_has_moment CHECK (((NOT (state = ANY (ARRAY[9, 10]))) OR (completed_at IS NOT NULL))),
    CONSTRAINT dossier_delivered_has_moment CHECK (((NOT (state = 10)) OR (delivered_at IS NOT NULL))),
    CONSTRAINT dossier_only_received_is_processed CHECK (((NOT (state = ANY (ARRAY[2, 4, 9, 10]))) OR (accepted_at IS NOT NULL))),
    CONSTRAINT dossier_original_due_kept CHECK (((due_at IS NULL) OR (original_due_at IS NOT NULL))),
    CONSTRAINT dossier_state_known CHECK (((state >= 1) AND (state <= 10))),
    CONSTRAINT dossiers_dossier_revision_check CHECK ((revision >= 0)),
    CONSTRAINT dossiers_dossier_state_check CHECK ((state >= 0)),
    CONSTRAINT dossiers_dossier_typed_answers_check CHECK ((typed_answers >= 0))
);
ALTER TABLE public.dossiers_dossier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_dossier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_dossierevent (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(40) NOT NULL,
    state smallint NOT NULL,
    actor_kind character varying(12) NOT NULL,
    actor_id character varying(40) NOT NULL,
    actor_name character varying(200) NOT NULL,
    agency_code character varying(40) NOT NULL,
    note text NOT NULL,
    params jsonb NOT NULL,
    is_public boolean NOT NULL,
    dossier_id bigint NOT NULL,
    for_id character varying(40) DEFAULT ''::character varying NOT NULL,
    for_name character varying(200) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT dossiers_dossierevent_state_check CHECK ((state >= 0))
);
ALTER TABLE public.dossiers_dossierevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_dossierevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_draft (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    case_key character varying(60) NOT NULL,
    answers jsonb NOT NULL,
    particulars jsonb NOT NULL,
    step character varying(60) NOT NULL,
    revision integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    person_id bigint,
    user_id bigint NOT NULL,
    version_id bigint NOT NULL,
    mandate_id bigint,
    CONSTRAINT dossiers_draft_revision_check CHECK ((revision >= 0))
);
ALTER TABLE public.dossiers_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_draftfile (
    id bigint NOT NULL,
    paper_key character varying(80) NOT NULL,
    number smallint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    draft_id bigint NOT NULL,
    file_id bigint NOT NULL,
    item_id bigint,
    CONSTRAINT dossiers_draftfile_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_draftfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_draftfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_dueadjustment (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    before timestamp with time zone,
    after timestamp with time zone,
    reason character varying(40) NOT NULL,
    basis character varying(300) NOT NULL,
    explanation jsonb NOT NULL,
    actor_id character varying(40) NOT NULL,
    dossier_id bigint NOT NULL,
    params jsonb DEFAULT '{}'::jsonb NOT NULL
);
ALTER TABLE public.dossiers_dueadjustment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_dueadjustment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_emergency (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    reason character varying(500) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    reviewed_at timestamp with time zone,
    finding character varying(500) NOT NULL,
    dossier_id bigint NOT NULL,
    reviewed_by_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT emergency_ends CHECK ((ends_at > opened_at)),
    CONSTRAINT emergency_has_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT emergency_reviewed_by_another CHECK (((((finding)::text = ''::text) AND (reviewed_at IS NULL) AND (reviewed_by_id IS NULL)) OR ((reviewed_at IS NOT NULL) AND (NOT ((finding)::text = ''::text)) AND (NOT ((reviewed_by_id = user_id) AND (reviewed_by_id IS NOT NULL))))))
);
ALTER TABLE public.dossiers_emergency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_emergency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_export (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    wanted jsonb NOT NULL,
    title character varying(100) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    rows integer NOT NULL,
    is_cut boolean NOT NULL,
    finished_at timestamp with time zone,
    failed character varying(20) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    file_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT dossiers_export_rows_check CHECK ((rows >= 0)),
    CONSTRAINT export_ends_once CHECK (((((failed)::text = ''::text) AND (file_id IS NULL) AND (finished_at IS NULL)) OR (((failed)::text = ''::text) AND (file_id IS NOT NULL) AND (finished_at IS NOT NULL)) OR ((file_id IS NULL) AND (finished_at IS NOT NULL) AND (NOT ((failed)::text = ''::text)))))
);
ALTER TABLE public.dossiers_export ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_export_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_externalstanding (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    status character varying(40) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    noted_by character varying(40) NOT NULL,
    dossier_id bigint NOT NULL,
    CONSTRAINT external_standing_said CHECK (((NOT ((code)::text = ''::text)) AND (NOT ((status)::text = ''::text))))
);
ALTER TABLE public.dossiers_externalstanding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_externalstanding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_feereceipt (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    series character varying(20) NOT NULL,
    number integer NOT NULL,
    name character varying(500) NOT NULL,
    payer character varying(200) NOT NULL,
    address character varying(500) NOT NULL,
    fee bigint NOT NULL,
    charge bigint NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    prints integer NOT NULL,
    annulled_at timestamp with time zone,
    annul_reason character varying(500) NOT NULL,
    annulled_by_id bigint,
    dossier_id bigint NOT NULL,
    taken_by_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT dossiers_feereceipt_charge_check CHECK ((charge >= 0)),
    CONSTRAINT dossiers_feereceipt_fee_check CHECK ((fee >= 0)),
    CONSTRAINT dossiers_feereceipt_number_check CHECK ((number >= 0)),
    CONSTRAINT dossiers_feereceipt_prints_check CHECK ((prints >= 0)),
    CONSTRAINT fee_receipt_annulled_whole CHECK (((((annul_reason)::text = ''::text) AND (annulled_at IS NULL) AND (annulled_by_id IS NULL)) OR ((annulled_at >= taken_at) AND (annulled_by_id IS NOT NULL) AND (NOT ((annul_reason)::text = ''::text))))),
    CONSTRAINT fee_receipt_of_money CHECK (((fee > 0) OR (charge > 0)))
);
ALTER TABLE public.dossiers_feereceipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_feereceipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_filingkey (
    id bigint NOT NULL,
    key character varying(100) NOT NULL,
    request_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    dossier_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.dossiers_filingkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_filingkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_formlayout (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    number integer NOT NULL,
    source text NOT NULL,
    first date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(40) NOT NULL,
    CONSTRAINT dossiers_formlayout_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_formlayout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_formlayout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_formsignature (
    id bigint NOT NULL,
    signer character varying(10) NOT NULL,
    signed_at timestamp with time zone,
    signed_name character varying(300) NOT NULL,
    token character varying(40),
    form_id bigint NOT NULL,
    CONSTRAINT form_signed_whole CHECK ((((signed_at IS NULL) AND ((signed_name)::text = ''::text) AND (token IS NULL)) OR ((signed_at IS NOT NULL) AND (token IS NOT NULL) AND (NOT ((signed_name)::text = ''::text)))))
);
ALTER TABLE public.dossiers_formsignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_formsignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_givenform (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    form_set character varying(20) NOT NULL,
    number character varying(10) NOT NULL,
    title character varying(200) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    dossier_id bigint NOT NULL,
    event_id bigint NOT NULL,
    file_id bigint NOT NULL,
    layout_number integer,
    CONSTRAINT dossiers_givenform_layout_number_check CHECK ((layout_number >= 0))
);
ALTER TABLE public.dossiers_givenform ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_givenform_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_handedover (
    id bigint NOT NULL,
    did_not_come boolean NOT NULL,
    dossier_id bigint NOT NULL,
    hand_over_id bigint NOT NULL,
    unscanned_because character varying(300) DEFAULT ''::character varying NOT NULL,
    refused_because character varying(300) DEFAULT ''::character varying NOT NULL,
    settled_at timestamp with time zone,
    settled_by_id bigint,
    result_id bigint
);
ALTER TABLE public.dossiers_handedover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_handedover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_handover (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    given_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    given_by_id bigint NOT NULL,
    giver_id bigint NOT NULL,
    receiver_id bigint NOT NULL,
    taken_by_id bigint,
    is_back boolean DEFAULT false NOT NULL
);
ALTER TABLE public.dossiers_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_lastingfile (
    id bigint NOT NULL,
    level character varying(5) NOT NULL,
    archive_until timestamp with time zone,
    tries integer NOT NULL,
    trouble character varying(300) NOT NULL,
    is_refused boolean NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    raised_at timestamp with time zone,
    dossier_id bigint NOT NULL,
    file_id bigint NOT NULL,
    CONSTRAINT dossiers_lastingfile_tries_check CHECK ((tries >= 0)),
    CONSTRAINT lasting_file_archive_has_end CHECK ((((archive_until IS NOT NULL) AND ((level)::text = 'B-LTA'::text)) OR ((NOT ((level)::text = 'B-LTA'::text)) AND (archive_until IS NULL))))
);
ALTER TABLE public.dossiers_lastingfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_lastingfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_leg (
    id bigint NOT NULL,
    number smallint NOT NULL,
    given_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    due_at timestamp with time zone,
    ended_at timestamp with time zone,
    agency_id bigint NOT NULL,
    dossier_id bigint NOT NULL,
    given_by_id bigint NOT NULL,
    taken_by_id bigint,
    CONSTRAINT dossiers_leg_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_leg ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_leg_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_letter (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    template character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    title character varying(200) NOT NULL,
    dossier_id bigint NOT NULL
);
ALTER TABLE public.dossiers_letter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_lettersignature (
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    returned_at timestamp with time zone,
    return_note character varying(1000) NOT NULL,
    number character varying(60) NOT NULL,
    book character varying(60) NOT NULL,
    dated_on date,
    token character varying(40),
    signed_at timestamp with time zone,
    signed_name character varying(300) NOT NULL,
    capacity character varying(300) NOT NULL,
    is_for_applicant boolean NOT NULL,
    agency_id bigint NOT NULL,
    asked_by_id bigint NOT NULL,
    signed_by_id bigint,
    version_id bigint NOT NULL,
    CONSTRAINT letter_signed_whole CHECK (((signed_at IS NULL) OR ((dated_on IS NOT NULL) AND (token IS NOT NULL) AND (NOT ((number)::text = ''::text)))))
);
ALTER TABLE public.dossiers_lettersignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_lettersignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_lettertemplate (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    number integer NOT NULL,
    kind character varying(12) NOT NULL,
    name character varying(200) NOT NULL,
    title character varying(200) NOT NULL,
    addressee character varying(300) NOT NULL,
    subject character varying(300) NOT NULL,
    body text NOT NULL,
    is_ended boolean NOT NULL,
    first date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(40) NOT NULL,
    CONSTRAINT dossiers_lettertemplate_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_lettertemplate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_lettertemplate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_letterversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    addressee character varying(300) NOT NULL,
    subject character varying(300) NOT NULL,
    body text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    file_id bigint,
    letter_id bigint NOT NULL,
    saved_by_id bigint NOT NULL,
    CONSTRAINT dossiers_letterversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_letterversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_letterversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_lookupguard (
    id bigint NOT NULL,
    bare_code character varying(50) NOT NULL,
    failures integer NOT NULL,
    last_failure_at timestamp with time zone NOT NULL,
    CONSTRAINT dossiers_lookupguard_failures_check CHECK ((failures >= 0))
);
ALTER TABLE public.dossiers_lookupguard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_lookupguard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_note (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    text text NOT NULL,
    mentioned bigint[] NOT NULL,
    by_id bigint NOT NULL,
    dossier_id bigint NOT NULL,
    CONSTRAINT note_says_something CHECK ((NOT (text = ''::text)))
);
ALTER TABLE public.dossiers_note ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_note_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_numberbook (
    id bigint NOT NULL,
    book character varying(60) NOT NULL,
    year smallint NOT NULL,
    last integer NOT NULL,
    agency_id bigint NOT NULL,
    CONSTRAINT dossiers_numberbook_last_check CHECK ((last >= 0)),
    CONSTRAINT dossiers_numberbook_year_check CHECK ((year >= 0))
);
ALTER TABLE public.dossiers_numberbook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_numberbook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_opinion (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    number smallint NOT NULL,
    question text NOT NULL,
    is_mandatory boolean NOT NULL,
    shared jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    reminded_at timestamp with time zone,
    late_at timestamp with time zone,
    waived_at timestamp with time zone,
    waived_basis character varying(300) NOT NULL,
    asked_by_id bigint NOT NULL,
    dossier_id bigint NOT NULL,
    recipient_id bigint NOT NULL,
    waived_by_id bigint,
    CONSTRAINT dossiers_opinion_number_check CHECK ((number >= 0)),
    CONSTRAINT opinion_waived_has_basis CHECK (((waived_at IS NULL) OR (NOT ((waived_basis)::text = ''::text))))
);
ALTER TABLE public.dossiers_opinion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_opinion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_opinionanswer (
    id bigint NOT NULL,
    number smallint NOT NULL,
    stance character varying(10) NOT NULL,
    text text NOT NULL,
    given_at timestamp with time zone NOT NULL,
    is_late boolean NOT NULL,
    earlier_id bigint,
    file_id bigint,
    given_by_id bigint NOT NULL,
    opinion_id bigint NOT NULL,
    CONSTRAINT dossiers_opinionanswer_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_opinionanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_opinionanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_paper (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    number smallint NOT NULL,
    key character varying(80) NOT NULL,
    name character varying(2000) NOT NULL,
    originals smallint NOT NULL,
    copies smallint NOT NULL,
    note character varying(500) NOT NULL,
    compared_at timestamp with time zone,
    compared_by character varying(40) NOT NULL,
    dossier_id bigint NOT NULL,
    originals_were character varying(10) DEFAULT ''::character varying NOT NULL,
    photocopies smallint DEFAULT 0 NOT NULL,
    CONSTRAINT dossiers_paper_copies_check CHECK ((copies >= 0)),
    CONSTRAINT dossiers_paper_number_check CHECK ((number >= 0)),
    CONSTRAINT dossiers_paper_originals_check CHECK ((originals >= 0)),
    CONSTRAINT dossiers_paper_photocopies_check CHECK ((photocopies >= 0))
);
ALTER TABLE public.dossiers_paper ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_paper_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_paperfile (
    id bigint NOT NULL,
    number smallint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by character varying(40) NOT NULL,
    replaced_at timestamp with time zone,
    file_id bigint NOT NULL,
    paper_id bigint NOT NULL,
    CONSTRAINT dossiers_paperfile_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_paperfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_paperfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_papertaken (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    reason character varying(300) NOT NULL,
    by_id bigint NOT NULL,
    decision_id bigint NOT NULL,
    dossier_id bigint NOT NULL,
    CONSTRAINT paper_taken_says_why CHECK ((NOT ((reason)::text = ''::text)))
);
ALTER TABLE public.dossiers_papertaken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_papertaken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_party (
    id bigint NOT NULL,
    role character varying(12) NOT NULL,
    is_organisation boolean NOT NULL,
    name character varying(200) NOT NULL,
    birth character varying(10) NOT NULL,
    phone character varying(30) NOT NULL,
    email character varying(254) NOT NULL,
    address jsonb NOT NULL,
    basis character varying(300) NOT NULL,
    dossier_id bigint NOT NULL,
    identity_id bigint,
    person_id bigint,
    mandate_id bigint
);
ALTER TABLE public.dossiers_party ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_party_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_populationcheck (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    party character varying(12) NOT NULL,
    at timestamp with time zone NOT NULL,
    blocks character varying(20)[] NOT NULL,
    reason character varying(500) NOT NULL,
    outcome character varying(12) NOT NULL,
    agreed character varying(20)[] NOT NULL,
    differing character varying(20)[] NOT NULL,
    agency_id bigint,
    by_id bigint NOT NULL,
    dossier_id bigint NOT NULL,
    CONSTRAINT population_check_compares_what_was_found CHECK ((((outcome)::text = 'found'::text) OR ((agreed = '{}'::character varying(20)[]) AND (differing = '{}'::character varying(20)[]))))
);
ALTER TABLE public.dossiers_populationcheck ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_populationcheck_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_postreturn (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    reason character varying(300) NOT NULL,
    given_at timestamp with time zone,
    recipient character varying(200) NOT NULL,
    basis character varying(300) NOT NULL,
    confirmed character varying(12) NOT NULL,
    post_number character varying(60) NOT NULL,
    by_id bigint NOT NULL,
    given_by_id bigint,
    identity_id bigint,
    result_id bigint NOT NULL,
    CONSTRAINT post_return_given_whole CHECK (((((confirmed)::text = ''::text) AND (given_at IS NULL) AND (given_by_id IS NULL) AND ((recipient)::text = ''::text)) OR ((given_at IS NOT NULL) AND (given_by_id IS NOT NULL) AND (NOT ((recipient)::text = ''::text)) AND (NOT ((confirmed)::text = ''::text)))))
);
ALTER TABLE public.dossiers_postreturn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_postreturn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_result (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    revision integer NOT NULL,
    name character varying(500) NOT NULL,
    result_code character varying(40) NOT NULL,
    content jsonb NOT NULL,
    number character varying(60) NOT NULL,
    dated_on date,
    book character varying(60) NOT NULL,
    token character varying(40) NOT NULL,
    signer_capacity character varying(200) NOT NULL,
    signed_at timestamp with time zone,
    issued_at timestamp with time zone,
    delivered_at timestamp with time zone,
    delivered_to character varying(200) NOT NULL,
    delivered_how character varying(12) NOT NULL,
    dossier_id bigint NOT NULL,
    draft_id bigint,
    file_id bigint,
    signer_id bigint,
    sealed_at timestamp with time zone,
    CONSTRAINT dossiers_result_revision_check CHECK ((revision >= 0)),
    CONSTRAINT result_signed_has_file CHECK ((((kind)::text = 'reference'::text) OR (NOT ((state)::text = ANY (ARRAY[('signed'::character varying)::text, ('issued'::character varying)::text]))) OR (file_id IS NOT NULL)))
);
ALTER TABLE public.dossiers_result ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_result_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_scan (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(200) NOT NULL,
    way character varying(8) NOT NULL,
    came_at timestamp with time zone NOT NULL,
    plan jsonb NOT NULL,
    settled_at timestamp with time zone,
    problem character varying(500) NOT NULL,
    came_by_id bigint,
    dossier_id bigint,
    file_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT scan_file_or_problem CHECK ((((file_id IS NOT NULL) OR (NOT ((problem)::text = ''::text))) AND (1 = (
CASE
    WHEN (file_id IS NOT NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (NOT ((problem)::text = ''::text)) THEN 1
    ELSE 0
END))))
);
ALTER TABLE public.dossiers_scan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_scan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_supplementrequest (
    id bigint NOT NULL,
    number smallint NOT NULL,
    items jsonb NOT NULL,
    reason text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by character varying(40) NOT NULL,
    before_reception boolean NOT NULL,
    answer_due_at timestamp with time zone,
    answered_at timestamp with time zone,
    expired_at timestamp with time zone,
    dossier_id bigint NOT NULL,
    paper_reason character varying(300) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT dossiers_supplementrequest_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dossiers_supplementrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_supplementrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dossiers_telling (
    id bigint NOT NULL,
    what character varying(12) NOT NULL,
    reach character varying(8) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    call_from timestamp with time zone NOT NULL,
    given_at timestamp with time zone,
    given_how character varying(8) NOT NULL,
    dropped_at timestamp with time zone,
    agency_id bigint NOT NULL,
    dossier_id bigint NOT NULL,
    event_id bigint NOT NULL,
    request_id bigint,
    CONSTRAINT telling_given_has_way CHECK ((((given_at IS NULL) AND ((given_how)::text = ''::text)) OR ((given_at IS NOT NULL) AND (NOT ((given_how)::text = ''::text)))))
);
ALTER TABLE public.dossiers_telling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossiers_telling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.files_storedfile (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    key character varying(80) NOT NULL,
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(200) NOT NULL,
    purpose character varying(40) NOT NULL,
    pages integer,
    warnings character varying(20)[] NOT NULL,
    traits character varying(20)[] NOT NULL,
    stored_by character varying(80) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    attached_at timestamp with time zone,
    CONSTRAINT files_storedfile_pages_check CHECK ((pages >= 0)),
    CONSTRAINT stored_file_has_a_hash CHECK (((sha256)::text ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT stored_file_is_not_empty CHECK ((size > 0)),
    CONSTRAINT stored_file_kind CHECK (((kind)::text = ANY (ARRAY[('pdf'::character varying)::text, ('jpeg'::character varying)::text, ('png'::character varying)::text, ('heic'::character varying)::text, ('webp'::character varying)::text, ('tiff'::character varying)::text, ('docx'::character varying)::text, ('xlsx'::character varying)::text, ('odt'::character varying)::text, ('csv'::character varying)::text, ('zip'::character varying)::text])))
);
ALTER TABLE public.files_storedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.files_storedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.files_upload (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(200) NOT NULL,
    purpose character varying(40) NOT NULL,
    size bigint NOT NULL,
    received bigint NOT NULL,
    stored_by character varying(80) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    file_id bigint,
    CONSTRAINT upload_receives_what_was_announced CHECK (((received >= 0) AND (received <= size) AND (size > 0)))
);
ALTER TABLE public.files_upload ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.files_upload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.files_uploadpart (
    id bigint NOT NULL,
    "offset" bigint NOT NULL,
    size bigint NOT NULL,
    key character varying(80) NOT NULL,
    upload_id bigint NOT NULL
);
ALTER TABLE public.files_uploadpart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.files_uploadpart_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.holdings_correction (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    fact character varying(10) NOT NULL,
    wrong character varying(1000) NOT NULL,
    "right" character varying(1000) NOT NULL,
    reason character varying(1000) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    standing character varying(10) NOT NULL,
    answer character varying(1000) NOT NULL,
    answered_at timestamp with time zone,
    agency_id bigint NOT NULL,
    answered_by_id bigint,
    dossier_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT correction_answered_whole CHECK (((((answer)::text = ''::text) AND (answered_at IS NULL) AND (answered_by_id IS NULL) AND ((standing)::text = 'open'::text)) OR ((NOT ((standing)::text = 'open'::text)) AND (NOT ((answer)::text = ''::text)) AND (answered_at IS NOT NULL) AND (answered_by_id IS NOT NULL))))
);
ALTER TABLE public.holdings_correction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.holdings_correction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.holdings_owncopy (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    failed character varying(20) NOT NULL,
    expires_at timestamp with time zone,
    file_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT own_copy_ends_once CHECK (((((failed)::text = ''::text) AND (file_id IS NULL) AND (finished_at IS NULL)) OR ((expires_at IS NOT NULL) AND ((failed)::text = ''::text) AND (file_id IS NOT NULL) AND (finished_at IS NOT NULL)) OR ((file_id IS NULL) AND (finished_at IS NOT NULL) AND (NOT ((failed)::text = ''::text)))))
);
ALTER TABLE public.holdings_owncopy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.holdings_owncopy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notices_notice (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(30) NOT NULL,
    params jsonb NOT NULL,
    about_kind character varying(20) NOT NULL,
    about_id character varying(60) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    person_id bigint NOT NULL
);
ALTER TABLE public.notices_notice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notices_officialnotice (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(30) NOT NULL,
    params jsonb NOT NULL,
    about_kind character varying(20) NOT NULL,
    about_id character varying(60) NOT NULL,
    key character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE public.notices_officialnotice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_officialnotice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notices_outgoingemail (
    id bigint NOT NULL,
    "to" character varying(254) NOT NULL,
    kind character varying(30) NOT NULL,
    params jsonb NOT NULL,
    about_kind character varying(20) NOT NULL,
    about_id character varying(60) NOT NULL,
    language character varying(5) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    tries smallint NOT NULL,
    last_problem character varying(300) NOT NULL,
    CONSTRAINT notices_outgoingemail_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.notices_outgoingemail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_outgoingemail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_administrativeunit (
    id bigint NOT NULL,
    code character varying(8) NOT NULL,
    name character varying(120) NOT NULL,
    short_name character varying(100) NOT NULL,
    kind character varying(16) NOT NULL,
    folded character varying(120) NOT NULL,
    valid daterange NOT NULL,
    parent_id bigint,
    CONSTRAINT unit_kind_known CHECK (((kind)::text = ANY (ARRAY[('province'::character varying)::text, ('city'::character varying)::text, ('district'::character varying)::text, ('ward'::character varying)::text, ('commune'::character varying)::text, ('town'::character varying)::text, ('special_zone'::character varying)::text])))
);
ALTER TABLE public.organisations_administrativeunit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_administrativeunit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_agency (
    id bigint NOT NULL,
    code character varying(35) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(16) NOT NULL,
    level character varying(10) NOT NULL,
    path character varying(100) NOT NULL,
    fields jsonb NOT NULL,
    address character varying(250) NOT NULL,
    is_vertical boolean NOT NULL,
    valid daterange NOT NULL,
    area_id bigint,
    one_stop_id bigint,
    parent_id bigint,
    calendar_id bigint,
    phone character varying(60) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT agency_kind_known CHECK (((kind)::text = ANY (ARRAY[('committee'::character varying)::text, ('office'::character varying)::text, ('department'::character varying)::text, ('division'::character varying)::text, ('branch'::character varying)::text, ('one_stop'::character varying)::text, ('police'::character varying)::text, ('insurance'::character varying)::text, ('tax'::character varying)::text]))),
    CONSTRAINT agency_level_known CHECK (((level)::text = ANY (ARRAY[('ministry'::character varying)::text, ('province'::character varying)::text, ('commune'::character varying)::text])))
);
ALTER TABLE public.organisations_agency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_agency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_agencysymbol (
    id bigint NOT NULL,
    symbol character varying(20) NOT NULL,
    unit character varying(20) NOT NULL,
    basis character varying(300) NOT NULL,
    valid daterange NOT NULL,
    agency_id bigint NOT NULL,
    CONSTRAINT agency_symbol_said CHECK ((NOT ((symbol)::text = ''::text)))
);
ALTER TABLE public.organisations_agencysymbol ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_agencysymbol_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_post (
    id bigint NOT NULL,
    role character varying(32) NOT NULL,
    title character varying(150) NOT NULL,
    valid daterange NOT NULL,
    agency_id bigint NOT NULL,
    CONSTRAINT post_role_known CHECK (((role)::text = ANY (ARRAY[('receptionist'::character varying)::text, ('dispatcher'::character varying)::text, ('specialist'::character varying)::text, ('division_head'::character varying)::text, ('agency_leader'::character varying)::text, ('clerk'::character varying)::text, ('cashier'::character varying)::text, ('coordinator_agency'::character varying)::text, ('one_stop_head'::character varying)::text, ('procedure_control_officer'::character varying)::text, ('feedback_operator'::character varying)::text, ('business_admin'::character varying)::text, ('tech_admin'::character varying)::text, ('supervisor'::character varying)::text, ('inspector'::character varying)::text, ('security_officer'::character varying)::text, ('archive_keeper'::character varying)::text, ('post_clerk'::character varying)::text])))
);
ALTER TABLE public.organisations_post ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations_stamp (
    id smallint DEFAULT 1 NOT NULL,
    stamp uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT organisations_stamp_id_check CHECK ((id = 1))
);
CREATE TABLE public.organisations_succession (
    id bigint NOT NULL,
    is_split boolean NOT NULL,
    new_id bigint NOT NULL,
    old_id bigint NOT NULL,
    CONSTRAINT succession_goes_on CHECK ((NOT (old_id = new_id)))
);
ALTER TABLE public.organisations_succession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_succession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.outbox_delivery (
    id bigint NOT NULL,
    event_uid uuid NOT NULL,
    listener character varying(200) NOT NULL,
    delivered_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
ALTER TABLE public.outbox_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE SEQUENCE public.procedures_catalogue_version
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.procedures_cataloguestate (
    id smallint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT catalogue_state_is_one_row CHECK ((id = 1)),
    CONSTRAINT procedures_cataloguestate_id_check CHECK ((id >= 0))
);
CREATE TABLE public.procedures_paperless (
    id bigint NOT NULL,
    number character varying(60) NOT NULL,
    decided_on date NOT NULL,
    valid daterange NOT NULL,
    procedure_id bigint NOT NULL,
    CONSTRAINT paperless_has_decision CHECK ((NOT ((number)::text = ''::text)))
);
ALTER TABLE public.procedures_paperless ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_paperless_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.procedures_procedure (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name text NOT NULL,
    title text NOT NULL,
    field character varying(250) NOT NULL,
    issuing_agency character varying(250) NOT NULL,
    levels character varying(20)[] NOT NULL,
    handled_by character varying(20) NOT NULL,
    channels character varying(10)[] NOT NULL,
    subjects character varying(120)[] NOT NULL,
    summary jsonb NOT NULL,
    frequent smallint NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT procedure_code CHECK (((code)::text ~ '^[0-9]\.[0-9]{6}(\.[0-9A-Z.]+)?$'::text)),
    CONSTRAINT procedure_has_name CHECK ((NOT (name = ''::text))),
    CONSTRAINT procedure_texts_nfc CHECK (((name IS NFC NORMALIZED) AND (title IS NFC NORMALIZED))),
    CONSTRAINT procedures_procedure_frequent_check CHECK ((frequent >= 0))
);
ALTER TABLE public.procedures_procedure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_procedure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.procedures_procedureversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    origin character varying(10) NOT NULL,
    valid daterange NOT NULL,
    digest character varying(64) NOT NULL,
    record jsonb NOT NULL,
    form jsonb NOT NULL,
    papers jsonb NOT NULL,
    fees jsonb NOT NULL,
    limits jsonb NOT NULL,
    result jsonb NOT NULL,
    settings jsonb NOT NULL,
    declaration text NOT NULL,
    published_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    procedure_id bigint NOT NULL,
    process_id bigint,
    CONSTRAINT procedures_procedureversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.procedures_procedureversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_procedureversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.signing_knownfile (
    id bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    kind character varying(8) NOT NULL,
    token character varying(40) NOT NULL
);
ALTER TABLE public.signing_knownfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signing_knownfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.signing_publishedtrust (
    number integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    statement text NOT NULL,
    signature bytea NOT NULL,
    chain text NOT NULL,
    token bytea,
    CONSTRAINT signing_publishedtrust_number_check CHECK ((number >= 0))
);
CREATE TABLE public.signing_signingkey (
    id bigint NOT NULL,
    label character varying(120) NOT NULL,
    holder_name character varying(200) NOT NULL,
    capacity character varying(200) NOT NULL,
    agency_name character varying(300) NOT NULL,
    agency_code character varying(40) NOT NULL,
    is_seal boolean NOT NULL,
    certificate text NOT NULL,
    key_reference character varying(300) NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    succeeded_at timestamp with time zone,
    CONSTRAINT signing_key_valid_forwards CHECK ((valid_to > valid_from))
);
ALTER TABLE public.signing_signingkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signing_signingkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vault_item (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    source character varying(80) NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(2000) NOT NULL,
    number character varying(200) NOT NULL,
    issuer character varying(300) NOT NULL,
    issued_on date,
    valid_from date,
    valid_until date,
    territory character varying(8) NOT NULL,
    signature character varying(10) NOT NULL,
    result_code character varying(40) NOT NULL,
    paper_type character varying(200) NOT NULL,
    purpose character varying(300) NOT NULL,
    dossier_code character varying(50) NOT NULL,
    procedure_code character varying(60) NOT NULL,
    sha256 character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    ended_at timestamp with time zone,
    ended_because character varying(500) NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    agency_id bigint,
    file_id bigint,
    owner_number_id bigint,
    owner_person_id bigint,
    replaced_by_id bigint,
    CONSTRAINT item_ended_has_moment CHECK (((((state)::text = 'current'::text) OR (ended_at IS NOT NULL)) AND (1 = (
CASE
    WHEN ((state)::text = 'current'::text) THEN 1
    ELSE 0
END +
CASE
    WHEN (ended_at IS NOT NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT item_file_has_hash CHECK ((((file_id IS NULL) OR (NOT ((sha256)::text = ''::text))) AND (1 = (
CASE
    WHEN (file_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (NOT ((sha256)::text = ''::text)) THEN 1
    ELSE 0
END)))),
    CONSTRAINT item_has_owner CHECK (((owner_number_id IS NOT NULL) OR (owner_person_id IS NOT NULL)))
);
ALTER TABLE public.vault_item ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vault_reuse (
    id bigint NOT NULL,
    dossier_code character varying(50) NOT NULL,
    procedure_code character varying(60) NOT NULL,
    paper_key character varying(80) NOT NULL,
    matched character varying(4) NOT NULL,
    by_official boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    agency_id bigint NOT NULL,
    item_id bigint NOT NULL
);
ALTER TABLE public.vault_reuse ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_reuse_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vault_share (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    index character varying(64) NOT NULL,
    cipher bytea NOT NULL,
    purpose character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    item_id bigint NOT NULL,
    CONSTRAINT share_ends_later CHECK ((expires_at > created_at)),
    CONSTRAINT share_says_why CHECK ((NOT ((purpose)::text = ''::text)))
);
ALTER TABLE public.vault_share ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_share_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.vault_sharelook (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    took_file boolean NOT NULL,
    share_id bigint NOT NULL
);
ALTER TABLE public.vault_sharelook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_sharelook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhooks_delivery (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    status character varying(12) NOT NULL,
    tries smallint NOT NULL,
    last_answer smallint,
    last_problem character varying(100) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    ended_at timestamp with time zone,
    event_id bigint NOT NULL,
    subscription_id bigint NOT NULL,
    CONSTRAINT webhook_delivery_ends_once CHECK ((((ended_at IS NULL) AND ((status)::text = 'waiting'::text)) OR (NOT ((status)::text = 'waiting'::text)))),
    CONSTRAINT webhook_delivery_status_known CHECK (((status)::text = ANY (ARRAY[('waiting'::character varying)::text, ('delivered'::character varying)::text, ('given_up'::character varying)::text, ('refused'::character varying)::text, ('dropped'::character varying)::text]))),
    CONSTRAINT webhooks_delivery_last_answer_check CHECK ((last_answer >= 0)),
    CONSTRAINT webhooks_delivery_tries_check CHECK ((tries >= 0))
);
ALTER TABLE public.webhooks_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhooks_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workflow_instance (
    id bigint NOT NULL,
    business_key character varying(80) NOT NULL,
    status character varying(10) NOT NULL,
    state jsonb NOT NULL,
    due_at timestamp with time zone,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    definition_id bigint NOT NULL,
    case_name character varying(200) NOT NULL,
    case_kind character varying(60) NOT NULL,
    late_at timestamp with time zone,
    CONSTRAINT process_run_end_has_moment CHECK ((((ended_at IS NULL) AND ((status)::text = ANY (ARRAY[('running'::character varying)::text, ('waiting'::character varying)::text]))) OR ((NOT ((status)::text = ANY (ARRAY[('running'::character varying)::text, ('waiting'::character varying)::text]))) AND (ended_at IS NOT NULL)))),
    CONSTRAINT process_run_status_known CHECK (((status)::text = ANY (ARRAY[('running'::character varying)::text, ('waiting'::character varying)::text, ('finished'::character varying)::text, ('cancelled'::character varying)::text])))
);
ALTER TABLE public.workflow_instance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workflow_instance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workflow_processdefinition (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    digest character varying(64) NOT NULL,
    bpmn text NOT NULL,
    outline jsonb NOT NULL,
    spec jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE public.workflow_processdefinition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workflow_processdefinition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workflow_savedlist (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    query character varying(300) NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    page character varying(20) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE public.workflow_savedlist ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workflow_savedlist_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.workflow_task (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    ref integer NOT NULL,
    step character varying(64) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(20) NOT NULL,
    role character varying(40) NOT NULL,
    agency_ref character varying(40) NOT NULL,
    status character varying(10) NOT NULL,
    outcomes jsonb NOT NULL,
    budget character varying(10) NOT NULL,
    due_at timestamp with time zone,
    sort_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    outcome character varying(40) NOT NULL,
    note text NOT NULL,
    is_merged boolean NOT NULL,
    agency_id bigint NOT NULL,
    assignee_id bigint,
    done_by_id bigint,
    instance_id bigint NOT NULL,
    case_code character varying(80) NOT NULL,
    case_name character varying(200) NOT NULL,
    case_kind character varying(60) NOT NULL,
    done_for_id bigint,
    CONSTRAINT task_done_has_outcome CHECK (((NOT ((status)::text = 'done'::text)) OR (NOT ((outcome)::text = ''::text)))),
    CONSTRAINT task_end_has_moment CHECK ((((done_at IS NULL) AND ((status)::text = ANY (ARRAY[('open'::character varying)::text, ('waiting'::character varying)::text]))) OR ((NOT ((status)::text = ANY (ARRAY[('open'::character varying)::text, ('waiting'::character varying)::text]))) AND (done_at IS NOT NULL)))),
    CONSTRAINT task_status_known CHECK (((status)::text = ANY (ARRAY[('open'::character varying)::text, ('waiting'::character varying)::text, ('done'::character varying)::text, ('cancelled'::character varying)::text]))),
    CONSTRAINT workflow_task_ref_check CHECK ((ref >= 0))
);
ALTER TABLE public.workflow_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workflow_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.worktime_calendar (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(150) NOT NULL,
    version integer NOT NULL,
    CONSTRAINT calendar_code_given CHECK ((NOT ((code)::text = ''::text))),
    CONSTRAINT worktime_calendar_version_check CHECK ((version >= 0))
);
ALTER TABLE public.worktime_calendar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.worktime_calendar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.worktime_parameter (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    value character varying(60) NOT NULL,
    valid daterange NOT NULL,
    basis character varying(250) NOT NULL
);
ALTER TABLE public.worktime_parameter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.worktime_parameter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.worktime_period (
    id bigint NOT NULL,
    weekday smallint NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    valid daterange NOT NULL,
    calendar_id bigint NOT NULL,
    CONSTRAINT period_opens_before_it_closes CHECK ((opens < closes)),
    CONSTRAINT period_weekday_known CHECK ((weekday <= 6)),
    CONSTRAINT worktime_period_weekday_check CHECK ((weekday >= 0))
);
ALTER TABLE public.worktime_period ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.worktime_period_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.worktime_specialday (
    id bigint NOT NULL,
    day date NOT NULL,
    kind character varying(10) NOT NULL,
    like_weekday smallint,
    name character varying(150) NOT NULL,
    standing character varying(10) NOT NULL,
    basis character varying(250) NOT NULL,
    calendar_id bigint,
    CONSTRAINT make_up_day_has_hours CHECK (((((kind)::text = 'working'::text) AND (like_weekday IS NOT NULL) AND (like_weekday <= 6)) OR (NOT ((kind)::text = 'working'::text)))),
    CONSTRAINT special_day_kind CHECK (((kind)::text = ANY (ARRAY[('holiday'::character varying)::text, ('working'::character varying)::text, ('closure'::character varying)::text]))),
    CONSTRAINT special_day_standing CHECK (((standing)::text = ANY (ARRAY[('announced'::character varying)::text, ('projected'::character varying)::text]))),
    CONSTRAINT worktime_specialday_like_weekday_check CHECK ((like_weekday >= 0))
);
ALTER TABLE public.worktime_specialday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.worktime_specialday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.audit_entry ATTACH PARTITION public.audit_entry_rest DEFAULT;
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
INSERT INTO public.certifying_tariff VALUES
	(1, 'copy', '2017-01-01', 2000, 2, 1000, 200000, false, 'Thông tư 226/2016/TT-BTC, Điều 4 (dữ liệu đối chiếu ngày 22/11/2026)'),
	(2, 'signature', '2017-01-01', 10000, 0, 0, NULL, true, 'Thông tư 226/2016/TT-BTC, Điều 4 (dữ liệu đối chiếu ngày 22/11/2026)'),
	(3, 'translation', '2017-01-01', 10000, 0, 0, NULL, true, 'Thông tư 226/2016/TT-BTC, Điều 4 (dữ liệu đối chiếu ngày 22/11/2026)');
INSERT INTO public.procedures_cataloguestate VALUES
	(1, 0);
SELECT pg_catalog.setval('public.certifying_tariff_id_seq', 3, true);
ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT absence_once_a_day EXCLUDE USING gist (int8range(user_id, user_id, '[]'::text) WITH &&, valid WITH &&) WHERE ((called_off_at IS NULL));
ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT accounts_absence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT accounts_absence_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.accounts_accesstoken
    ADD CONSTRAINT accounts_accesstoken_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.accounts_accesstoken
    ADD CONSTRAINT accounts_accesstoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apiclient
    ADD CONSTRAINT accounts_apiclient_client_id_key UNIQUE (client_id);
ALTER TABLE ONLY public.accounts_apiclient
    ADD CONSTRAINT accounts_apiclient_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apiclient
    ADD CONSTRAINT accounts_apiclient_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.accounts_appointment
    ADD CONSTRAINT accounts_appointment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_authenticator
    ADD CONSTRAINT accounts_authenticator_credential_id_key UNIQUE (credential_id);
ALTER TABLE ONLY public.accounts_authenticator
    ADD CONSTRAINT accounts_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_authenticator
    ADD CONSTRAINT accounts_authenticator_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.accounts_binding
    ADD CONSTRAINT accounts_binding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_formerfacts
    ADD CONSTRAINT accounts_formerfacts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_evidence_id_key UNIQUE (evidence_id);
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_identity_id_key UNIQUE (identity_id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.accounts_recoverycode
    ADD CONSTRAINT accounts_recoverycode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_sealednumber
    ADD CONSTRAINT accounts_sealednumber_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_session
    ADD CONSTRAINT accounts_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.accounts_session
    ADD CONSTRAINT accounts_session_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.accounts_signinfailure
    ADD CONSTRAINT accounts_signinfailure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_spending
    ADD CONSTRAINT accounts_spending_pkey PRIMARY KEY (bucket);
ALTER TABLE ONLY public.accounts_substitute
    ADD CONSTRAINT accounts_substitute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_person_id_key UNIQUE (person_id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_username_key UNIQUE (username);
ALTER TABLE ONLY public.accounts_webhooksubscription
    ADD CONSTRAINT accounts_webhooksubscription_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_webhooksubscription
    ADD CONSTRAINT accounts_webhooksubscription_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT agency_code_once_a_day EXCLUDE USING gist (int8range(hashtextextended((code)::text, (0)::bigint), hashtextextended((code)::text, (0)::bigint), '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.organisations_agencysymbol
    ADD CONSTRAINT agency_symbol_once_a_day EXCLUDE USING gist (int8range(agency_id, agency_id, '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.dossiers_answers
    ADD CONSTRAINT answers_numbered UNIQUE (dossier_id, number);
ALTER TABLE ONLY public.accounts_appointment
    ADD CONSTRAINT appointment_once_a_day EXCLUDE USING gist (int8range(user_id, user_id, '[]'::text) WITH &&, int8range(post_id, post_id, '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.approvals_proposal
    ADD CONSTRAINT approvals_proposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_proposal
    ADD CONSTRAINT approvals_proposal_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.approvals_rehearsal
    ADD CONSTRAINT approvals_rehearsal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_sketch
    ADD CONSTRAINT approvals_sketch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.archiving_archivepackage
    ADD CONSTRAINT archiving_archivepackage_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.archiving_archivepackage
    ADD CONSTRAINT archiving_archivepackage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.archiving_archivepackage
    ADD CONSTRAINT archiving_archivepackage_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.archiving_retention
    ADD CONSTRAINT archiving_retention_dossier_id_key UNIQUE (dossier_id);
ALTER TABLE ONLY public.archiving_retention
    ADD CONSTRAINT archiving_retention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.archiving_retentionrule
    ADD CONSTRAINT archiving_retentionrule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_batch
    ADD CONSTRAINT audit_batch_pkey PRIMARY KEY (seal_id);
ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (at, id);
ALTER TABLE ONLY public.audit_entry_rest
    ADD CONSTRAINT audit_entry_rest_pkey PRIMARY KEY (at, id);
ALTER TABLE ONLY public.audit_era
    ADD CONSTRAINT audit_era_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_binding
    ADD CONSTRAINT binding_once UNIQUE (issuer, subject);
ALTER TABLE ONLY public.dossiers_bundlepart
    ADD CONSTRAINT bundle_part_numbered UNIQUE (bundle_id, number);
ALTER TABLE ONLY public.dossiers_bundlepart
    ADD CONSTRAINT bundle_part_once UNIQUE (bundle_id, key);
ALTER TABLE ONLY public.certifying_book
    ADD CONSTRAINT certification_book_once UNIQUE (agency_id, kind, year);
ALTER TABLE ONLY public.certifying_certification
    ADD CONSTRAINT certification_numbered UNIQUE (agency_id, kind, year, number);
ALTER TABLE ONLY public.certifying_request
    ADD CONSTRAINT certification_request_once UNIQUE (by_id, key);
ALTER TABLE ONLY public.certifying_book
    ADD CONSTRAINT certifying_book_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.certifying_certification
    ADD CONSTRAINT certifying_certification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroniccopy_certification_id_key UNIQUE (certification_id);
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroniccopy_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroniccopy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroniccopy_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroniccopy_scan_id_key UNIQUE (scan_id);
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroniccopy_token_key UNIQUE (token);
ALTER TABLE ONLY public.certifying_request
    ADD CONSTRAINT certifying_request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.certifying_request
    ADD CONSTRAINT certifying_request_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.certifying_tariff
    ADD CONSTRAINT certifying_tariff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_codecounter
    ADD CONSTRAINT code_counter_once UNIQUE (agency_id, day);
ALTER TABLE ONLY public.dossiers_custody
    ADD CONSTRAINT custody_numbered UNIQUE (paper_id, number);
ALTER TABLE ONLY public.outbox_delivery
    ADD CONSTRAINT delivery_once UNIQUE (event_uid, listener);
ALTER TABLE ONLY public.difficulties_answer
    ADD CONSTRAINT difficulties_answer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.difficulties_difficulty
    ADD CONSTRAINT difficulties_difficulty_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.dossiers_answers
    ADD CONSTRAINT dossiers_answers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_bundlepart
    ADD CONSTRAINT dossiers_bundlepart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_calltry
    ADD CONSTRAINT dossiers_calltry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_clockstop
    ADD CONSTRAINT dossiers_clockstop_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_codecounter
    ADD CONSTRAINT dossiers_codecounter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_index_key UNIQUE (index);
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_custody
    ADD CONSTRAINT dossiers_custody_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_new_result_id_key UNIQUE (new_result_id);
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_delivery
    ADD CONSTRAINT dossiers_delivery_evidence_id_key UNIQUE (evidence_id);
ALTER TABLE ONLY public.dossiers_delivery
    ADD CONSTRAINT dossiers_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_delivery
    ADD CONSTRAINT dossiers_delivery_result_id_key UNIQUE (result_id);
ALTER TABLE ONLY public.dossiers_digitisation
    ADD CONSTRAINT dossiers_digitisation_paper_id_key UNIQUE (paper_id);
ALTER TABLE ONLY public.dossiers_digitisation
    ADD CONSTRAINT dossiers_digitisation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_code_key UNIQUE (code);
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_instance_id_key UNIQUE (instance_id);
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_dossierevent
    ADD CONSTRAINT dossiers_dossierevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_draft
    ADD CONSTRAINT dossiers_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_draft
    ADD CONSTRAINT dossiers_draft_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_draftfile
    ADD CONSTRAINT dossiers_draftfile_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_draftfile
    ADD CONSTRAINT dossiers_draftfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_dueadjustment
    ADD CONSTRAINT dossiers_dueadjustment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_emergency
    ADD CONSTRAINT dossiers_emergency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_emergency
    ADD CONSTRAINT dossiers_emergency_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_export
    ADD CONSTRAINT dossiers_export_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_export
    ADD CONSTRAINT dossiers_export_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_export
    ADD CONSTRAINT dossiers_export_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_externalstanding
    ADD CONSTRAINT dossiers_externalstanding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_feereceipt
    ADD CONSTRAINT dossiers_feereceipt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_feereceipt
    ADD CONSTRAINT dossiers_feereceipt_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_filingkey
    ADD CONSTRAINT dossiers_filingkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_formlayout
    ADD CONSTRAINT dossiers_formlayout_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_formsignature
    ADD CONSTRAINT dossiers_formsignature_form_id_key UNIQUE (form_id);
ALTER TABLE ONLY public.dossiers_formsignature
    ADD CONSTRAINT dossiers_formsignature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_formsignature
    ADD CONSTRAINT dossiers_formsignature_token_key UNIQUE (token);
ALTER TABLE ONLY public.dossiers_givenform
    ADD CONSTRAINT dossiers_givenform_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.dossiers_givenform
    ADD CONSTRAINT dossiers_givenform_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_givenform
    ADD CONSTRAINT dossiers_givenform_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_handedover
    ADD CONSTRAINT dossiers_handedover_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_handover
    ADD CONSTRAINT dossiers_handover_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_handover
    ADD CONSTRAINT dossiers_handover_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_lastingfile
    ADD CONSTRAINT dossiers_lastingfile_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_lastingfile
    ADD CONSTRAINT dossiers_lastingfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_leg
    ADD CONSTRAINT dossiers_leg_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_letter
    ADD CONSTRAINT dossiers_letter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_letter
    ADD CONSTRAINT dossiers_letter_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_lettersignature
    ADD CONSTRAINT dossiers_lettersignature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_lettersignature
    ADD CONSTRAINT dossiers_lettersignature_token_key UNIQUE (token);
ALTER TABLE ONLY public.dossiers_lettersignature
    ADD CONSTRAINT dossiers_lettersignature_version_id_key UNIQUE (version_id);
ALTER TABLE ONLY public.dossiers_lettertemplate
    ADD CONSTRAINT dossiers_lettertemplate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_letterversion
    ADD CONSTRAINT dossiers_letterversion_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_letterversion
    ADD CONSTRAINT dossiers_letterversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_lookupguard
    ADD CONSTRAINT dossiers_lookupguard_bare_code_key UNIQUE (bare_code);
ALTER TABLE ONLY public.dossiers_lookupguard
    ADD CONSTRAINT dossiers_lookupguard_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_note
    ADD CONSTRAINT dossiers_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_numberbook
    ADD CONSTRAINT dossiers_numberbook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_opinion
    ADD CONSTRAINT dossiers_opinion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_opinion
    ADD CONSTRAINT dossiers_opinion_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT dossiers_opinionanswer_earlier_id_key UNIQUE (earlier_id);
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT dossiers_opinionanswer_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT dossiers_opinionanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_paper
    ADD CONSTRAINT dossiers_paper_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_paper
    ADD CONSTRAINT dossiers_paper_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_paperfile
    ADD CONSTRAINT dossiers_paperfile_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_paperfile
    ADD CONSTRAINT dossiers_paperfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_papertaken
    ADD CONSTRAINT dossiers_papertaken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_party
    ADD CONSTRAINT dossiers_party_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_populationcheck
    ADD CONSTRAINT dossiers_populationcheck_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_populationcheck
    ADD CONSTRAINT dossiers_populationcheck_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_postreturn
    ADD CONSTRAINT dossiers_postreturn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_draft_id_key UNIQUE (draft_id);
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_token_key UNIQUE (token);
ALTER TABLE ONLY public.dossiers_scan
    ADD CONSTRAINT dossiers_scan_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.dossiers_scan
    ADD CONSTRAINT dossiers_scan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_scan
    ADD CONSTRAINT dossiers_scan_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_supplementrequest
    ADD CONSTRAINT dossiers_supplementrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_telling
    ADD CONSTRAINT dossiers_telling_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.dossiers_telling
    ADD CONSTRAINT dossiers_telling_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_telling
    ADD CONSTRAINT dossiers_telling_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.dossiers_draftfile
    ADD CONSTRAINT draft_file_numbered UNIQUE (draft_id, paper_key, number);
ALTER TABLE ONLY public.dossiers_draft
    ADD CONSTRAINT draft_one_of_procedure UNIQUE NULLS NOT DISTINCT (user_id, version_id, mandate_id);
ALTER TABLE ONLY public.dossiers_externalstanding
    ADD CONSTRAINT external_standing_once UNIQUE (dossier_id, said_at, status, code);
ALTER TABLE ONLY public.dossiers_feereceipt
    ADD CONSTRAINT fee_receipt_numbered UNIQUE (unit_id, series, number);
ALTER TABLE ONLY public.files_storedfile
    ADD CONSTRAINT files_storedfile_key_key UNIQUE (key);
ALTER TABLE ONLY public.files_storedfile
    ADD CONSTRAINT files_storedfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.files_storedfile
    ADD CONSTRAINT files_storedfile_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.files_upload
    ADD CONSTRAINT files_upload_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.files_upload
    ADD CONSTRAINT files_upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.files_upload
    ADD CONSTRAINT files_upload_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.files_uploadpart
    ADD CONSTRAINT files_uploadpart_key_key UNIQUE (key);
ALTER TABLE ONLY public.files_uploadpart
    ADD CONSTRAINT files_uploadpart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_filingkey
    ADD CONSTRAINT filing_key_once UNIQUE (user_id, key);
ALTER TABLE ONLY public.dossiers_formlayout
    ADD CONSTRAINT form_layout_numbered UNIQUE (kind, number);
ALTER TABLE ONLY public.holdings_correction
    ADD CONSTRAINT holdings_correction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.holdings_correction
    ADD CONSTRAINT holdings_correction_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.holdings_owncopy
    ADD CONSTRAINT holdings_owncopy_file_id_key UNIQUE (file_id);
ALTER TABLE ONLY public.holdings_owncopy
    ADD CONSTRAINT holdings_owncopy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.holdings_owncopy
    ADD CONSTRAINT holdings_owncopy_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.dossiers_leg
    ADD CONSTRAINT leg_numbered UNIQUE (dossier_id, number);
ALTER TABLE ONLY public.dossiers_lettertemplate
    ADD CONSTRAINT letter_template_numbered UNIQUE (key, number);
ALTER TABLE ONLY public.dossiers_letterversion
    ADD CONSTRAINT letter_version_numbered UNIQUE (letter_id, number);
ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.notices_officialnotice
    ADD CONSTRAINT notices_officialnotice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notices_officialnotice
    ADD CONSTRAINT notices_officialnotice_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.notices_outgoingemail
    ADD CONSTRAINT notices_outgoingemail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_numberbook
    ADD CONSTRAINT number_book_once UNIQUE (agency_id, book, year);
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT opinion_answer_numbered UNIQUE (opinion_id, number);
ALTER TABLE ONLY public.dossiers_opinion
    ADD CONSTRAINT opinion_numbered UNIQUE (dossier_id, number);
ALTER TABLE ONLY public.organisations_administrativeunit
    ADD CONSTRAINT organisations_administrativeunit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_agencysymbol
    ADD CONSTRAINT organisations_agencysymbol_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_post
    ADD CONSTRAINT organisations_post_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_stamp
    ADD CONSTRAINT organisations_stamp_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT organisations_succession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox_delivery
    ADD CONSTRAINT outbox_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dossiers_paperfile
    ADD CONSTRAINT paper_file_numbered UNIQUE (paper_id, number);
ALTER TABLE ONLY public.dossiers_paper
    ADD CONSTRAINT paper_numbered UNIQUE (dossier_id, number);
ALTER TABLE ONLY public.procedures_paperless
    ADD CONSTRAINT paperless_validity_apart EXCLUDE USING gist (int8range(procedure_id, procedure_id, '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.worktime_parameter
    ADD CONSTRAINT parameter_one_a_day EXCLUDE USING gist (int8range(hashtextextended((key)::text, (0)::bigint), hashtextextended((key)::text, (0)::bigint), '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.worktime_period
    ADD CONSTRAINT period_no_overlap EXCLUDE USING gist (int8range(calendar_id, calendar_id, '[]'::text) WITH &&, int8range((weekday)::bigint, (weekday)::bigint, '[]'::text) WITH &&, tsrange(('2000-01-01'::date + opens), ('2000-01-01'::date + closes)) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.organisations_post
    ADD CONSTRAINT post_title_once_a_day EXCLUDE USING gist (int8range(agency_id, agency_id, '[]'::text) WITH &&, int8range(hashtextextended((role)::text, (0)::bigint), hashtextextended((role)::text, (0)::bigint), '[]'::text) WITH &&, int8range(hashtextextended((title)::text, (0)::bigint), hashtextextended((title)::text, (0)::bigint), '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.procedures_cataloguestate
    ADD CONSTRAINT procedures_cataloguestate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procedures_paperless
    ADD CONSTRAINT procedures_paperless_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procedures_procedure
    ADD CONSTRAINT procedures_procedure_code_key UNIQUE (code);
ALTER TABLE ONLY public.procedures_procedure
    ADD CONSTRAINT procedures_procedure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procedures_procedureversion
    ADD CONSTRAINT procedures_procedureversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workflow_processdefinition
    ADD CONSTRAINT process_once UNIQUE (key, digest);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_recoverycode
    ADD CONSTRAINT recovery_code_once UNIQUE (user_id, digest);
ALTER TABLE ONLY public.archiving_retentionrule
    ADD CONSTRAINT retention_rule_once UNIQUE (kind, key, since);
ALTER TABLE ONLY public.vault_reuse
    ADD CONSTRAINT reuse_once UNIQUE (dossier_code, paper_key, item_id);
ALTER TABLE ONLY public.workflow_savedlist
    ADD CONSTRAINT saved_list_named_once UNIQUE (user_id, name);
ALTER TABLE ONLY public.accounts_sealednumber
    ADD CONSTRAINT sealed_number_once UNIQUE (kind, index);
ALTER TABLE ONLY public.signing_knownfile
    ADD CONSTRAINT signing_knownfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.signing_knownfile
    ADD CONSTRAINT signing_knownfile_sha256_key UNIQUE (sha256);
ALTER TABLE ONLY public.signing_publishedtrust
    ADD CONSTRAINT signing_publishedtrust_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.signing_signingkey
    ADD CONSTRAINT signing_signingkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approvals_sketch
    ADD CONSTRAINT sketch_once UNIQUE (owner_id, kind, subject);
ALTER TABLE ONLY public.worktime_specialday
    ADD CONSTRAINT special_day_once UNIQUE NULLS NOT DISTINCT (calendar_id, day);
ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT succession_once UNIQUE (old_id, new_id);
ALTER TABLE ONLY public.dossiers_supplementrequest
    ADD CONSTRAINT supplement_numbered UNIQUE (dossier_id, number);
ALTER TABLE ONLY public.certifying_tariff
    ADD CONSTRAINT tariff_once_a_day UNIQUE (kind, valid_from);
ALTER TABLE ONLY public.workflow_task
    ADD CONSTRAINT task_once UNIQUE (instance_id, ref);
ALTER TABLE ONLY public.organisations_administrativeunit
    ADD CONSTRAINT unit_code_once_a_day EXCLUDE USING gist (int8range(hashtextextended((code)::text, (0)::bigint), hashtextextended((code)::text, (0)::bigint), '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_source_key UNIQUE (source);
ALTER TABLE ONLY public.vault_reuse
    ADD CONSTRAINT vault_reuse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vault_share
    ADD CONSTRAINT vault_share_index_key UNIQUE (index);
ALTER TABLE ONLY public.vault_share
    ADD CONSTRAINT vault_share_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.vault_share
    ADD CONSTRAINT vault_share_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.vault_sharelook
    ADD CONSTRAINT vault_sharelook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procedures_procedureversion
    ADD CONSTRAINT version_number_once UNIQUE (procedure_id, number);
ALTER TABLE ONLY public.procedures_procedureversion
    ADD CONSTRAINT version_validity_apart EXCLUDE USING gist (int8range(procedure_id, procedure_id, '[]'::text) WITH &&, valid WITH &&);
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhook_delivery_once UNIQUE (subscription_id, event_id);
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhooks_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhooks_delivery_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.workflow_instance
    ADD CONSTRAINT workflow_instance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workflow_processdefinition
    ADD CONSTRAINT workflow_processdefinition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workflow_savedlist
    ADD CONSTRAINT workflow_savedlist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workflow_task
    ADD CONSTRAINT workflow_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workflow_task
    ADD CONSTRAINT workflow_task_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.worktime_calendar
    ADD CONSTRAINT worktime_calendar_code_key UNIQUE (code);
ALTER TABLE ONLY public.worktime_calendar
    ADD CONSTRAINT worktime_calendar_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.worktime_parameter
    ADD CONSTRAINT worktime_parameter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.worktime_period
    ADD CONSTRAINT worktime_period_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.worktime_specialday
    ADD CONSTRAINT worktime_specialday_pkey PRIMARY KEY (id);
CREATE INDEX accounts_absence_user_id_e7d6d597 ON public.accounts_absence USING btree (user_id);
CREATE INDEX accounts_accesstoken_client_id_4d5ce794 ON public.accounts_accesstoken USING btree (client_id);
CREATE INDEX accounts_accesstoken_digest_72e7f639_like ON public.accounts_accesstoken USING btree (digest varchar_pattern_ops);
CREATE INDEX accounts_accesstoken_expires_at_ffff9faa ON public.accounts_accesstoken USING btree (expires_at);
CREATE INDEX accounts_apiclient_agency_id_1bf808f3 ON public.accounts_apiclient USING btree (agency_id);
CREATE INDEX accounts_apiclient_client_id_4ad68ac8_like ON public.accounts_apiclient USING btree (client_id varchar_pattern_ops);
CREATE INDEX accounts_appointment_post_id_eeee5b1b ON public.accounts_appointment USING btree (post_id);
CREATE INDEX accounts_appointment_user_id_ffc999b5 ON public.accounts_appointment USING btree (user_id);
CREATE INDEX accounts_authenticator_user_id_2f362b65 ON public.accounts_authenticator USING btree (user_id);
CREATE INDEX accounts_binding_person_id_fe351b96 ON public.accounts_binding USING btree (person_id);
CREATE INDEX accounts_formerfacts_number_id_13d20adc ON public.accounts_formerfacts USING btree (number_id);
CREATE INDEX accounts_formerfacts_person_id_9a398062 ON public.accounts_formerfacts USING btree (person_id);
CREATE INDEX accounts_mandate_agent_number_id_d1ffee60 ON public.accounts_mandate USING btree (agent_number_id);
CREATE INDEX accounts_mandate_principal_number_id_93f8ecee ON public.accounts_mandate USING btree (principal_number_id);
CREATE INDEX accounts_session_expire_date_5bbfba7c ON public.accounts_session USING btree (expire_date);
CREATE INDEX accounts_session_session_key_b186966f_like ON public.accounts_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX accounts_session_user_id_d5aaed01 ON public.accounts_session USING btree (user_id);
CREATE INDEX accounts_spending_bucket_b1639f44_like ON public.accounts_spending USING btree (bucket varchar_pattern_ops);
CREATE INDEX accounts_substitute_absence_id_5700b649 ON public.accounts_substitute USING btree (absence_id);
CREATE INDEX accounts_substitute_user_id_c02ac8da ON public.accounts_substitute USING btree (user_id);
CREATE INDEX accounts_user_username_6088629e_like ON public.accounts_user USING btree (username varchar_pattern_ops);
CREATE INDEX accounts_webhooksubscription_client_id_c466d643 ON public.accounts_webhooksubscription USING btree (client_id);
CREATE INDEX agency_code ON public.organisations_agency USING btree (code);
CREATE INDEX agency_fields ON public.organisations_agency USING gin (fields jsonb_path_ops);
CREATE INDEX approvals_proposal_decided_by_id_6941561c ON public.approvals_proposal USING btree (decided_by_id);
CREATE INDEX approvals_proposal_proposed_by_id_c153efd0 ON public.approvals_proposal USING btree (proposed_by_id);
CREATE INDEX approvals_rehearsal_asked_by_id_c73c0bfa ON public.approvals_rehearsal USING btree (asked_by_id);
CREATE INDEX approvals_rehearsal_proposal_id_5db28db8 ON public.approvals_rehearsal USING btree (proposal_id);
CREATE INDEX approvals_sketch_owner_id_e87daf1b ON public.approvals_sketch USING btree (owner_id);
CREATE UNIQUE INDEX archive_package_one_running ON public.archiving_archivepackage USING btree (dossier_id) WHERE (made_at IS NULL);
CREATE INDEX archiving_archivepackage_dossier_id_58248077 ON public.archiving_archivepackage USING btree (dossier_id);
CREATE INDEX audit_entry_about ON ONLY public.audit_entry USING btree (about, at) WHERE (kind = 'change'::text);
CREATE INDEX audit_entry_rest_about_at_idx ON public.audit_entry_rest USING btree (about, at) WHERE (kind = 'change'::text);
CREATE INDEX audit_entry_sealing ON ONLY public.audit_entry USING btree (era, tx, id);
CREATE INDEX audit_entry_rest_era_tx_id_idx ON public.audit_entry_rest USING btree (era, tx, id);
CREATE INDEX audit_entry_subjects ON ONLY public.audit_entry USING gin (subjects) WHERE (kind = 'view'::text);
CREATE INDEX audit_entry_rest_subjects_idx ON public.audit_entry_rest USING gin (subjects) WHERE (kind = 'view'::text);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX certification_by_day ON public.certifying_certification USING btree (agency_id, kind, certified_on, number);
CREATE INDEX certification_register ON public.certifying_request USING btree (unit_id, at, id);
CREATE INDEX certifying_book_agency_id_c390353b ON public.certifying_book USING btree (agency_id);
CREATE INDEX certifying_certification_agency_id_e9e20f0a ON public.certifying_certification USING btree (agency_id);
CREATE INDEX certifying_certification_annulled_by_id_0a2db8a3 ON public.certifying_certification USING btree (annulled_by_id);
CREATE INDEX certifying_certification_request_id_3b33ea73 ON public.certifying_certification USING btree (request_id);
CREATE INDEX certifying_electroniccopy_asked_by_id_53c6a2f1 ON public.certifying_electroniccopy USING btree (asked_by_id);
CREATE INDEX certifying_electroniccopy_issued_by_id_630a5ede ON public.certifying_electroniccopy USING btree (issued_by_id);
CREATE INDEX certifying_electroniccopy_scanned_by_id_21573454 ON public.certifying_electroniccopy USING btree (scanned_by_id);
CREATE INDEX certifying_electroniccopy_signed_by_id_e63eb745 ON public.certifying_electroniccopy USING btree (signed_by_id);
CREATE INDEX certifying_electroniccopy_token_f73026f3_like ON public.certifying_electroniccopy USING btree (token varchar_pattern_ops);
CREATE INDEX certifying_request_agency_id_0f9d6d19 ON public.certifying_request USING btree (agency_id);
CREATE INDEX certifying_request_by_id_c2ac0520 ON public.certifying_request USING btree (by_id);
CREATE INDEX certifying_request_identity_id_36c81bb6 ON public.certifying_request USING btree (identity_id);
CREATE INDEX certifying_request_unit_id_25203355 ON public.certifying_request USING btree (unit_id);
CREATE UNIQUE INDEX clock_stop_once_open ON public.dossiers_clockstop USING btree (dossier_id, reason) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX consent_once_open ON public.dossiers_consent USING btree (draft_id, paper_key) WHERE ((draft_id IS NOT NULL) AND (withdrawn_at IS NULL));
CREATE INDEX correction_open ON public.holdings_correction USING btree (agency_id, due_on) WHERE ((standing)::text = 'open'::text);
CREATE INDEX custody_held_by ON public.dossiers_custody USING btree (agency_id, id) WHERE ((agency_id IS NOT NULL) AND is_last);
CREATE UNIQUE INDEX custody_one_last ON public.dossiers_custody USING btree (paper_id) WHERE is_last;
CREATE INDEX delivery_by_post_number ON public.dossiers_delivery USING btree (upper((post_number)::text), id DESC) WHERE (NOT ((post_number)::text = ''::text));
CREATE INDEX difficulties_difficulty_at_0e7f8f2b ON public.difficulties_difficulty USING btree (at);
CREATE INDEX difficulties_difficulty_dossier_id_dd6b035c ON public.difficulties_difficulty USING btree (dossier_id);
CREATE INDEX difficulty_answer_newest ON public.difficulties_answer USING btree (procedure_id, about, key, id DESC);
CREATE INDEX difficulty_of_target ON public.difficulties_difficulty USING btree (procedure_id, about, key, id DESC);
CREATE INDEX difficulty_open ON public.difficulties_difficulty USING btree (procedure_id, id) WHERE (answer_id IS NULL);
CREATE INDEX difficulty_taken_by ON public.difficulties_difficulty USING btree (by_id, at DESC);
CREATE INDEX digitisation_to_sign ON public.dossiers_digitisation USING btree (accepted_by_id, id) WHERE ((stage)::text = 'accepted'::text);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX dossier_announcements ON public.procrastinate_jobs USING btree ((((args -> 'fields'::text) ->> 'dossier_id'::text))) WHERE ((queue_name)::text = 'events'::text);
CREATE INDEX dossier_by_foreign_code ON public.dossiers_dossier USING btree (foreign_code) WHERE (NOT ((foreign_code)::text = ''::text));
CREATE INDEX dossier_event_order ON public.dossiers_dossierevent USING btree (dossier_id, id);
CREATE INDEX dossier_inbox ON public.dossiers_dossier USING btree (competent_agency_id, due_at, id) WHERE (state = ANY (ARRAY[1, 2, 4, 5, 6, 9]));
CREATE INDEX dossier_mine ON public.dossiers_dossier USING btree (assignee_id, due_at, id) WHERE (state = ANY (ARRAY[1, 2, 4, 5, 6, 9]));
CREATE INDEX dossier_named ON public.dossiers_dossier USING btree (competent_agency_id, submitted_at DESC, id DESC) INCLUDE (search);
CREATE UNIQUE INDEX dossier_national_code_once ON public.dossiers_dossier USING btree (foreign_code) WHERE (((origin)::text = 'national_portal'::text) AND (NOT ((foreign_code)::text = ''::text)));
CREATE INDEX dossier_of_agency_by_state ON public.dossiers_dossier USING btree (competent_agency_id, state, submitted_at DESC, id DESC);
CREATE UNIQUE INDEX dossier_part_once ON public.dossiers_dossier USING btree (part_of_id, part_key) WHERE (part_of_id IS NOT NULL);
CREATE INDEX dossier_promised ON public.dossiers_dossier USING btree (received_at_id, due_at, id) WHERE (state = ANY (ARRAY[2, 4]));
CREATE INDEX dossier_reached ON public.dossiers_dossier USING gin (reached) WHERE (reached IS NOT NULL);
CREATE INDEX dossier_reception ON public.dossiers_dossier USING btree (received_at_id, submitted_at, id) WHERE (state = ANY (ARRAY[1, 5, 6, 9]));
CREATE INDEX dossier_register ON public.dossiers_dossier USING btree (received_at_id, accepted_at, id) WHERE (accepted_at IS NOT NULL);
CREATE INDEX dossier_search ON public.dossiers_dossier USING gin (search);
CREATE INDEX dossier_to_give ON public.dossiers_dossier USING btree (received_at_id, completed_at, id) WHERE (state = 9);
CREATE INDEX dossiers_answers_dossier_id_13c371e0 ON public.dossiers_answers USING btree (dossier_id);
CREATE INDEX dossiers_calltry_telling_id_04008854 ON public.dossiers_calltry USING btree (telling_id);
CREATE INDEX dossiers_clockstop_dossier_id_d99cb088 ON public.dossiers_clockstop USING btree (dossier_id);
CREATE INDEX dossiers_codecounter_agency_id_14bf0629 ON public.dossiers_codecounter USING btree (agency_id);
CREATE INDEX dossiers_consent_asked_by_id_ff8d5d29 ON public.dossiers_consent USING btree (asked_by_id);
CREATE INDEX dossiers_consent_draft_id_e814d5cf ON public.dossiers_consent USING btree (draft_id);
CREATE INDEX dossiers_consent_index_59957bba_like ON public.dossiers_consent USING btree (index varchar_pattern_ops);
CREATE INDEX dossiers_consent_number_id_9f39b5fc ON public.dossiers_consent USING btree (number_id);
CREATE INDEX dossiers_custody_agency_id_67c205e2 ON public.dossiers_custody USING btree (agency_id);
CREATE INDEX dossiers_custody_by_id_a1abca16 ON public.dossiers_custody USING btree (by_id);
CREATE INDEX dossiers_custody_paper_id_f39b3fc1 ON public.dossiers_custody USING btree (paper_id);
CREATE INDEX dossiers_custody_taken_by_id_4798fb15 ON public.dossiers_custody USING btree (taken_by_id);
CREATE INDEX dossiers_decision_dossier_id_41842af7 ON public.dossiers_decision USING btree (dossier_id);
CREATE INDEX dossiers_decision_made_by_id_8e1c96f4 ON public.dossiers_decision USING btree (made_by_id);
CREATE INDEX dossiers_decision_result_id_a42bf129 ON public.dossiers_decision USING btree (result_id);
CREATE INDEX dossiers_delivery_by_id_0be3be9a ON public.dossiers_delivery USING btree (by_id);
CREATE INDEX dossiers_delivery_identity_id_fb6d6193 ON public.dossiers_delivery USING btree (identity_id);
CREATE INDEX dossiers_digitisation_accepted_by_id_f541194d ON public.dossiers_digitisation USING btree (accepted_by_id);
CREATE INDEX dossiers_digitisation_identity_id_4b4b3931 ON public.dossiers_digitisation USING btree (identity_id);
CREATE INDEX dossiers_digitisation_reused_paper_id_23f36ca4 ON public.dossiers_digitisation USING btree (reused_paper_id);
CREATE INDEX dossiers_digitisation_reused_result_id_991848da ON public.dossiers_digitisation USING btree (reused_result_id);
CREATE INDEX dossiers_dossier_assignee_id_127f79ea ON public.dossiers_dossier USING btree (assignee_id);
CREATE INDEX dossiers_dossier_bare_code_5bd17a2b ON public.dossiers_dossier USING btree (bare_code);
CREATE INDEX dossiers_dossier_bare_code_5bd17a2b_like ON public.dossiers_dossier USING btree (bare_code varchar_pattern_ops);
CREATE INDEX dossiers_dossier_code_6d68c351_like ON public.dossiers_dossier USING btree (code varchar_pattern_ops);
CREATE INDEX dossiers_dossier_competent_agency_id_a13707a3 ON public.dossiers_dossier USING btree (competent_agency_id);
CREATE INDEX dossiers_dossier_helped_at_id_12e661ec ON public.dossiers_dossier USING btree (helped_at_id);
CREATE INDEX dossiers_dossier_received_at_id_92c2b137 ON public.dossiers_dossier USING btree (received_at_id);
CREATE INDEX dossiers_dossier_version_id_8589a504 ON public.dossiers_dossier USING btree (version_id);
CREATE INDEX dossiers_dossierevent_dossier_id_90237d93 ON public.dossiers_dossierevent USING btree (dossier_id);
CREATE INDEX dossiers_draft_person_id_56e3a755 ON public.dossiers_draft USING btree (person_id);
CREATE INDEX dossiers_draft_user_id_59b69a05 ON public.dossiers_draft USING btree (user_id);
CREATE INDEX dossiers_draft_version_id_8aa373ff ON public.dossiers_draft USING btree (version_id);
CREATE INDEX dossiers_draftfile_draft_id_c766a51a ON public.dossiers_draftfile USING btree (draft_id);
CREATE INDEX dossiers_dueadjustment_dossier_id_117ad286 ON public.dossiers_dueadjustment USING btree (dossier_id);
CREATE INDEX dossiers_feereceipt_dossier_id_6e446d1b ON public.dossiers_feereceipt USING btree (dossier_id);
CREATE INDEX dossiers_filingkey_created_at_a91a637b ON public.dossiers_filingkey USING btree (created_at);
CREATE INDEX dossiers_filingkey_dossier_id_5b3d15e1 ON public.dossiers_filingkey USING btree (dossier_id);
CREATE INDEX dossiers_filingkey_user_id_19587ce3 ON public.dossiers_filingkey USING btree (user_id);
CREATE INDEX dossiers_formsignature_token_bbb20eae_like ON public.dossiers_formsignature USING btree (token varchar_pattern_ops);
CREATE INDEX dossiers_givenform_dossier_id_fc0a7bc6 ON public.dossiers_givenform USING btree (dossier_id);
CREATE INDEX dossiers_handedover_dossier_id_ef060256 ON public.dossiers_handedover USING btree (dossier_id);
CREATE INDEX dossiers_handedover_hand_over_id_f885f6f7 ON public.dossiers_handedover USING btree (hand_over_id);
CREATE INDEX dossiers_handover_given_by_id_f8f69808 ON public.dossiers_handover USING btree (given_by_id);
CREATE INDEX dossiers_handover_giver_id_df38a777 ON public.dossiers_handover USING btree (giver_id);
CREATE INDEX dossiers_handover_receiver_id_c9b725ef ON public.dossiers_handover USING btree (receiver_id);
CREATE INDEX dossiers_handover_taken_by_id_f8a4b712 ON public.dossiers_handover USING btree (taken_by_id);
CREATE INDEX dossiers_lastingfile_dossier_id_3803bff8 ON public.dossiers_lastingfile USING btree (dossier_id);
CREATE INDEX dossiers_letter_dossier_id_d7007cdc ON public.dossiers_letter USING btree (dossier_id);
CREATE INDEX dossiers_lettersignature_token_893eeb69_like ON public.dossiers_lettersignature USING btree (token varchar_pattern_ops);
CREATE INDEX dossiers_lookupguard_bare_code_0cbcf9a7_like ON public.dossiers_lookupguard USING btree (bare_code varchar_pattern_ops);
CREATE INDEX dossiers_numberbook_agency_id_7336e05e ON public.dossiers_numberbook USING btree (agency_id);
CREATE INDEX dossiers_opinion_asked_by_id_7d76bf38 ON public.dossiers_opinion USING btree (asked_by_id);
CREATE INDEX dossiers_opinion_dossier_id_70e46fa9 ON public.dossiers_opinion USING btree (dossier_id);
CREATE INDEX dossiers_opinion_waived_by_id_8c0971b4 ON public.dossiers_opinion USING btree (waived_by_id);
CREATE INDEX dossiers_opinionanswer_given_by_id_762fa2cc ON public.dossiers_opinionanswer USING btree (given_by_id);
CREATE INDEX dossiers_opinionanswer_opinion_id_6c082748 ON public.dossiers_opinionanswer USING btree (opinion_id);
CREATE INDEX dossiers_paper_dossier_id_7f1e1888 ON public.dossiers_paper USING btree (dossier_id);
CREATE INDEX dossiers_paperfile_paper_id_384732fc ON public.dossiers_paperfile USING btree (paper_id);
CREATE INDEX dossiers_papertaken_decision_id_f4c18bc6 ON public.dossiers_papertaken USING btree (decision_id);
CREATE INDEX dossiers_papertaken_dossier_id_0de2e7ac ON public.dossiers_papertaken USING btree (dossier_id);
CREATE INDEX dossiers_party_dossier_id_00a98441 ON public.dossiers_party USING btree (dossier_id);
CREATE INDEX dossiers_party_identity_id_ba2d1921 ON public.dossiers_party USING btree (identity_id);
CREATE INDEX dossiers_party_person_id_4882a4fb ON public.dossiers_party USING btree (person_id);
CREATE INDEX dossiers_postreturn_by_id_958a9e49 ON public.dossiers_postreturn USING btree (by_id);
CREATE INDEX dossiers_postreturn_given_by_id_fc5c28ba ON public.dossiers_postreturn USING btree (given_by_id);
CREATE INDEX dossiers_postreturn_identity_id_228db59e ON public.dossiers_postreturn USING btree (identity_id);
CREATE INDEX dossiers_postreturn_result_id_896538b9 ON public.dossiers_postreturn USING btree (result_id);
CREATE INDEX dossiers_result_dossier_id_36719d98 ON public.dossiers_result USING btree (dossier_id);
CREATE INDEX dossiers_result_signer_id_62fc99ff ON public.dossiers_result USING btree (signer_id);
CREATE INDEX dossiers_result_token_cc524050_like ON public.dossiers_result USING btree (token varchar_pattern_ops);
CREATE INDEX dossiers_scan_came_by_id_9c05f1ec ON public.dossiers_scan USING btree (came_by_id);
CREATE INDEX dossiers_scan_dossier_id_788357f9 ON public.dossiers_scan USING btree (dossier_id);
CREATE INDEX dossiers_scan_unit_id_504325d9 ON public.dossiers_scan USING btree (unit_id);
CREATE INDEX dossiers_supplementrequest_dossier_id_9e3c5dda ON public.dossiers_supplementrequest USING btree (dossier_id);
CREATE INDEX dossiers_telling_dossier_id_212c54a2 ON public.dossiers_telling USING btree (dossier_id);
CREATE INDEX draft_by_age ON public.dossiers_draft USING btree (updated_at);
CREATE INDEX electronic_copy_waiting ON public.certifying_electroniccopy USING btree (state, id) WHERE (NOT ((state)::text = 'issued'::text));
CREATE INDEX email_waiting ON public.notices_outgoingemail USING btree (id) WHERE (sent_at IS NULL);
CREATE INDEX emergency_of_dossier ON public.dossiers_emergency USING btree (dossier_id, id DESC);
CREATE INDEX emergency_open ON public.dossiers_emergency USING btree (user_id, dossier_id, ends_at DESC);
CREATE INDEX export_by_end ON public.dossiers_export USING btree (expires_at);
CREATE INDEX export_of_user ON public.dossiers_export USING btree (user_id, id DESC);
CREATE INDEX export_running ON public.dossiers_export USING btree (asked_at) WHERE (finished_at IS NULL);
CREATE INDEX fee_receipt_book ON public.dossiers_feereceipt USING btree (unit_id, taken_at, id);
CREATE INDEX files_storedfile_key_5fe66fc6_like ON public.files_storedfile USING btree (key varchar_pattern_ops);
CREATE INDEX files_uploadpart_key_9f98e5b6_like ON public.files_uploadpart USING btree (key varchar_pattern_ops);
CREATE INDEX files_uploadpart_upload_id_e898598d ON public.files_uploadpart USING btree (upload_id);
CREATE INDEX form_to_sign ON public.dossiers_formsignature USING btree (signer, id) WHERE (signed_at IS NULL);
CREATE INDEX hand_over_given ON public.dossiers_handover USING btree (giver_id, id DESC);
CREATE INDEX hand_over_open ON public.dossiers_handover USING btree (receiver_id, id) WHERE (taken_at IS NULL);
CREATE UNIQUE INDEX handed_back_once ON public.dossiers_handedover USING btree (result_id) WHERE ((NOT did_not_come) AND (result_id IS NOT NULL));
CREATE UNIQUE INDEX handed_over_to_agency_once ON public.dossiers_handedover USING btree (dossier_id) WHERE ((NOT did_not_come) AND (result_id IS NULL));
CREATE INDEX holdings_correction_dossier_id_72bb617a ON public.holdings_correction USING btree (dossier_id);
CREATE INDEX holdings_correction_user_id_f48fccb9 ON public.holdings_correction USING btree (user_id);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX item_by_dossier ON public.vault_item USING btree (dossier_code);
CREATE INDEX item_by_number ON public.vault_item USING btree (owner_number_id, id DESC) WHERE (owner_number_id IS NOT NULL);
CREATE INDEX item_by_person ON public.vault_item USING btree (owner_person_id, id DESC) WHERE (owner_person_id IS NOT NULL);
CREATE INDEX known_file_token ON public.signing_knownfile USING btree (token);
CREATE INDEX lasting_file_below ON public.dossiers_lastingfile USING btree (begun_at) WHERE (NOT ((level)::text = 'B-LTA'::text));
CREATE INDEX lasting_file_to_renew ON public.dossiers_lastingfile USING btree (archive_until) WHERE ((level)::text = 'B-LTA'::text);
CREATE UNIQUE INDEX leg_one_now ON public.dossiers_leg USING btree (dossier_id) WHERE (ended_at IS NULL);
CREATE INDEX letter_to_sign ON public.dossiers_lettersignature USING btree (agency_id, id) WHERE ((returned_at IS NULL) AND (signed_at IS NULL));
CREATE INDEX note_order ON public.dossiers_note USING btree (dossier_id, id);
CREATE INDEX notice_inbox ON public.notices_notice USING btree (person_id, id DESC);
CREATE INDEX notice_unread ON public.notices_notice USING btree (person_id) WHERE (read_at IS NULL);
CREATE INDEX notices_notice_person_id_94368381 ON public.notices_notice USING btree (person_id);
CREATE INDEX official_notice_desk ON public.notices_officialnotice USING btree (user_id, id DESC);
CREATE UNIQUE INDEX official_notice_once ON public.notices_officialnotice USING btree (user_id, key) WHERE (NOT ((key)::text = ''::text));
CREATE INDEX official_notice_unread ON public.notices_officialnotice USING btree (user_id) WHERE (read_at IS NULL);
CREATE INDEX opinion_due ON public.dossiers_opinion USING btree (due_at) WHERE ((answered_at IS NULL) AND (late_at IS NULL));
CREATE INDEX opinion_inbox ON public.dossiers_opinion USING btree (recipient_id, due_at, id) WHERE (answered_at IS NULL);
CREATE INDEX opinion_of_agency ON public.dossiers_opinion USING btree (recipient_id, id DESC);
CREATE INDEX organisations_administrativeunit_parent_id_ca33b87a ON public.organisations_administrativeunit USING btree (parent_id);
CREATE INDEX organisations_agency_area_id_df2865af ON public.organisations_agency USING btree (area_id);
CREATE INDEX organisations_agency_calendar_id_c054ef48 ON public.organisations_agency USING btree (calendar_id);
CREATE INDEX organisations_agency_one_stop_id_00f5e136 ON public.organisations_agency USING btree (one_stop_id);
CREATE INDEX organisations_agency_parent_id_7d44d93a ON public.organisations_agency USING btree (parent_id);
CREATE INDEX organisations_agency_path_59951015 ON public.organisations_agency USING btree (path);
CREATE INDEX organisations_agency_path_59951015_like ON public.organisations_agency USING btree (path varchar_pattern_ops);
CREATE INDEX organisations_agencysymbol_agency_id_d35f2ec7 ON public.organisations_agencysymbol USING btree (agency_id);
CREATE INDEX organisations_post_agency_id_4f13f5fd ON public.organisations_post USING btree (agency_id);
CREATE INDEX organisations_succession_new_id_4bf043cf ON public.organisations_succession USING btree (new_id);
CREATE INDEX organisations_succession_old_id_f8a1026f ON public.organisations_succession USING btree (old_id);
CREATE INDEX own_copy_of_user ON public.holdings_owncopy USING btree (user_id, id DESC);
CREATE UNIQUE INDEX own_copy_one_running ON public.holdings_owncopy USING btree (user_id) WHERE (finished_at IS NULL);
CREATE INDEX party_by_identity ON public.dossiers_party USING btree (identity_id, dossier_id DESC) WHERE (identity_id IS NOT NULL);
CREATE INDEX party_by_mandate ON public.dossiers_party USING btree (mandate_id, dossier_id DESC) WHERE (mandate_id IS NOT NULL);
CREATE INDEX party_by_person ON public.dossiers_party USING btree (person_id, dossier_id DESC) WHERE (person_id IS NOT NULL);
CREATE INDEX party_by_phone ON public.dossiers_party USING btree (phone, dossier_id DESC) WHERE (NOT ((phone)::text = ''::text));
CREATE UNIQUE INDEX party_one_of_role ON public.dossiers_party USING btree (dossier_id, role) WHERE ((role)::text = ANY (ARRAY[('submitter'::character varying)::text, ('owner'::character varying)::text]));
CREATE INDEX person_sort ON public.accounts_person USING btree (sort_key, id);
CREATE INDEX population_check_by_officer ON public.dossiers_populationcheck USING btree (by_id, at DESC);
CREATE INDEX population_check_of_dossier ON public.dossiers_populationcheck USING btree (dossier_id, id);
CREATE INDEX post_return_by_number ON public.dossiers_postreturn USING btree (upper((post_number)::text), id DESC) WHERE (NOT ((post_number)::text = ''::text));
CREATE UNIQUE INDEX post_return_one_open ON public.dossiers_postreturn USING btree (result_id) WHERE (given_at IS NULL);
CREATE INDEX procedure_by_field ON public.procedures_procedure USING btree (field, code);
CREATE INDEX procedure_by_level ON public.procedures_procedure USING gin (levels);
CREATE INDEX procedures_paperless_procedure_id_e2c87641 ON public.procedures_paperless USING btree (procedure_id);
CREATE INDEX procedures_procedure_code_e4d5567f_like ON public.procedures_procedure USING btree (code varchar_pattern_ops);
CREATE INDEX procedures_procedureversion_procedure_id_8362303d ON public.procedures_procedureversion USING btree (procedure_id);
CREATE INDEX procedures_procedureversion_process_id_192a2c1d ON public.procedures_procedureversion USING btree (process_id);
CREATE UNIQUE INDEX process_one_live_run ON public.workflow_instance USING btree (business_key) WHERE ((status)::text = ANY (ARRAY[('running'::character varying)::text, ('waiting'::character varying)::text]));
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX proposal_by_subject ON public.approvals_proposal USING btree (kind, subject, id DESC);
CREATE UNIQUE INDEX proposal_open_once ON public.approvals_proposal USING btree (kind, subject) WHERE ((status)::text = ANY (ARRAY[('approved'::character varying)::text, ('proposed'::character varying)::text]));
CREATE INDEX proposal_waiting ON public.approvals_proposal USING btree (effective_on, id) WHERE ((status)::text = 'approved'::text);
CREATE UNIQUE INDEX rehearsal_one_at_a_time ON public.approvals_rehearsal USING btree (proposal_id) WHERE ((status)::text = ANY (ARRAY[('waiting'::character varying)::text, ('running'::character varying)::text]));
CREATE UNIQUE INDEX result_one_current ON public.dossiers_result USING btree (dossier_id) WHERE (NOT ((state)::text = ANY (ARRAY[('replaced'::character varying)::text, ('revoked'::character varying)::text])));
CREATE INDEX retention_by_close ON public.archiving_retention USING btree (closed_on, id);
CREATE INDEX retention_by_end ON public.archiving_retention USING btree (ends_on, id) WHERE (ends_on IS NOT NULL);
CREATE INDEX reuse_by_agency ON public.vault_reuse USING btree (agency_id, at);
CREATE INDEX scan_at_unit ON public.dossiers_scan USING btree (unit_id, id) WHERE (dossier_id IS NULL);
CREATE INDEX scan_unsettled ON public.dossiers_scan USING btree (dossier_id, id) WHERE (settled_at IS NULL);
CREATE INDEX sign_in_failure_bucket ON public.accounts_signinfailure USING btree (bucket, at);
CREATE INDEX signing_key_of_agency ON public.signing_signingkey USING btree (agency_code);
CREATE UNIQUE INDEX signing_key_one_in_use ON public.signing_signingkey USING btree (label) WHERE (succeeded_at IS NULL);
CREATE INDEX signing_knownfile_sha256_39013826_like ON public.signing_knownfile USING btree (sha256 varchar_pattern_ops);
CREATE INDEX stored_file_unattached ON public.files_storedfile USING btree (created_at) WHERE (attached_at IS NULL);
CREATE UNIQUE INDEX supplement_one_open ON public.dossiers_supplementrequest USING btree (dossier_id) WHERE ((answered_at IS NULL) AND (expired_at IS NULL));
CREATE INDEX task_by_code ON public.workflow_task USING btree (agency_id, role, case_code, id) WHERE ((status)::text = 'open'::text);
CREATE INDEX task_by_kind ON public.workflow_task USING btree (agency_id, role, status, case_kind, sort_at, id) WHERE ((status)::text = ANY (ARRAY[('open'::character varying)::text, ('waiting'::character varying)::text]));
CREATE INDEX task_by_name ON public.workflow_task USING btree (agency_id, role, case_name, id) WHERE ((status)::text = 'open'::text);
CREATE INDEX task_due ON public.workflow_task USING btree (sort_at) WHERE ((status)::text = 'open'::text);
CREATE INDEX task_free ON public.workflow_task USING btree (agency_id, role, sort_at, id) WHERE ((assignee_id IS NULL) AND ((status)::text = 'open'::text));
CREATE INDEX task_inbox ON public.workflow_task USING btree (agency_id, role, sort_at, id) WHERE ((status)::text = 'open'::text);
CREATE INDEX task_mine ON public.workflow_task USING btree (assignee_id, sort_at, id) WHERE ((assignee_id IS NOT NULL) AND ((status)::text = 'open'::text));
CREATE INDEX task_newest ON public.workflow_task USING btree (agency_id, role, id DESC) WHERE ((status)::text = 'open'::text);
CREATE INDEX task_waiting ON public.workflow_task USING btree (agency_id, role, id DESC) WHERE ((status)::text = 'waiting'::text);
CREATE INDEX telling_to_call ON public.dossiers_telling USING btree (agency_id, call_from, id) WHERE ((dropped_at IS NULL) AND (given_at IS NULL));
CREATE INDEX unit_code ON public.organisations_administrativeunit USING btree (code);
CREATE INDEX unit_folded ON public.organisations_administrativeunit USING btree (folded);
CREATE INDEX upload_by_age ON public.files_upload USING btree (created_at);
CREATE UNIQUE INDEX upload_part_once ON public.files_uploadpart USING btree (upload_id, "offset");
CREATE INDEX vault_item_agency_id_4a8d6b05 ON public.vault_item USING btree (agency_id);
CREATE INDEX vault_item_file_id_63d61e76 ON public.vault_item USING btree (file_id);
CREATE INDEX vault_item_replaced_by_id_117fef43 ON public.vault_item USING btree (replaced_by_id);
CREATE INDEX vault_item_source_e2aae54b_like ON public.vault_item USING btree (source varchar_pattern_ops);
CREATE INDEX vault_reuse_agency_id_01c12aa2 ON public.vault_reuse USING btree (agency_id);
CREATE INDEX vault_reuse_item_id_e4bedde8 ON public.vault_reuse USING btree (item_id);
CREATE INDEX vault_share_index_878cfaff_like ON public.vault_share USING btree (index varchar_pattern_ops);
CREATE INDEX vault_share_item_id_6670aa15 ON public.vault_share USING btree (item_id);
CREATE INDEX vault_sharelook_share_id_0bd70a02 ON public.vault_sharelook USING btree (share_id);
CREATE INDEX webhook_delivery_ended ON public.webhooks_delivery USING btree (ended_at);
CREATE INDEX webhook_delivery_waiting ON public.webhooks_delivery USING btree (created_at) WHERE ((status)::text = 'waiting'::text);
CREATE INDEX webhooks_delivery_event_id_b6f5af91 ON public.webhooks_delivery USING btree (event_id);
CREATE INDEX webhooks_delivery_subscription_id_f436ed71 ON public.webhooks_delivery USING btree (subscription_id);
CREATE INDEX workflow_instance_definition_id_da43ce7c ON public.workflow_instance USING btree (definition_id);
CREATE INDEX worktime_calendar_code_54152e38_like ON public.worktime_calendar USING btree (code varchar_pattern_ops);
CREATE INDEX worktime_period_calendar_id_8a92a9b8 ON public.worktime_period USING btree (calendar_id);
CREATE INDEX worktime_specialday_calendar_id_1b2f2321 ON public.worktime_specialday USING btree (calendar_id);
ALTER INDEX public.audit_entry_about ATTACH PARTITION public.audit_entry_rest_about_at_idx;
ALTER INDEX public.audit_entry_sealing ATTACH PARTITION public.audit_entry_rest_era_tx_id_idx;
ALTER INDEX public.audit_entry_pkey ATTACH PARTITION public.audit_entry_rest_pkey;
ALTER INDEX public.audit_entry_subjects ATTACH PARTITION public.audit_entry_rest_subjects_idx;
CREATE TRIGGER agency_restamp AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_agency FOR EACH STATEMENT EXECUTE FUNCTION public.organisations_restamp();
CREATE TRIGGER audit_no_change BEFORE DELETE OR UPDATE ON public.audit_batch FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_change BEFORE DELETE OR UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_change BEFORE DELETE OR UPDATE ON public.audit_head FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_change BEFORE DELETE OR UPDATE ON public.audit_seal FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_batch FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_entry_rest FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_head FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_stamp BEFORE INSERT ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION public.audit_stamp();
CREATE TRIGGER outbox_status_events_insert AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.status = 'todo'::public.procrastinate_job_status) AND ((new.queue_name)::text <> 'events'::text))) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
ALTER TABLE public.procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1;
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
ALTER TABLE public.procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1;
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
ALTER TABLE public.procrastinate_jobs DISABLE TRIGGER procrastinate_trigger_status_events_insert_v1;
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
CREATE TRIGGER proposal_never_changes BEFORE DELETE OR UPDATE ON public.approvals_proposal FOR EACH ROW EXECUTE FUNCTION public.approvals_proposal_guard();
CREATE TRIGGER unit_restamp AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations_administrativeunit FOR EACH STATEMENT EXECUTE FUNCTION public.organisations_restamp();
CREATE TRIGGER version_never_changes BEFORE DELETE OR UPDATE ON public.procedures_procedureversion FOR EACH ROW EXECUTE FUNCTION public.procedures_version_guard();
ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT accounts_absence_recorded_by_id_32863ce5_fk_accounts_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_absence
    ADD CONSTRAINT accounts_absence_user_id_e7d6d597_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_accesstoken
    ADD CONSTRAINT accounts_accesstoken_client_id_4d5ce794_fk_accounts_ FOREIGN KEY (client_id) REFERENCES public.accounts_apiclient(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_apiclient
    ADD CONSTRAINT accounts_apiclient_agency_id_1bf808f3_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_apiclient
    ADD CONSTRAINT accounts_apiclient_user_id_7e254726_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_appointment
    ADD CONSTRAINT accounts_appointment_post_id_eeee5b1b_fk_organisations_post_id FOREIGN KEY (post_id) REFERENCES public.organisations_post(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_appointment
    ADD CONSTRAINT accounts_appointment_user_id_ffc999b5_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_authenticator
    ADD CONSTRAINT accounts_authenticator_user_id_2f362b65_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_binding
    ADD CONSTRAINT accounts_binding_person_id_fe351b96_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_formerfacts
    ADD CONSTRAINT accounts_formerfacts_number_id_13d20adc_fk_accounts_ FOREIGN KEY (number_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_formerfacts
    ADD CONSTRAINT accounts_formerfacts_person_id_9a398062_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_agent_number_id_d1ffee60_fk_accounts_ FOREIGN KEY (agent_number_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_ended_by_id_3a67d2b3_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_evidence_id_2044acb3_fk_files_storedfile_id FOREIGN KEY (evidence_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_given_by_id_06cd1caa_fk_accounts_user_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_mandate
    ADD CONSTRAINT accounts_mandate_principal_number_id_93f8ecee_fk_accounts_ FOREIGN KEY (principal_number_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_identity_id_596bb525_fk_accounts_ FOREIGN KEY (identity_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_recoverycode
    ADD CONSTRAINT accounts_recoverycode_user_id_994761d3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_session
    ADD CONSTRAINT accounts_session_user_id_d5aaed01_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_substitute
    ADD CONSTRAINT accounts_substitute_absence_id_5700b649_fk_accounts_absence_id FOREIGN KEY (absence_id) REFERENCES public.accounts_absence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_substitute
    ADD CONSTRAINT accounts_substitute_named_by_id_9b207650_fk_accounts_user_id FOREIGN KEY (named_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_substitute
    ADD CONSTRAINT accounts_substitute_post_id_96dfacd3_fk_organisations_post_id FOREIGN KEY (post_id) REFERENCES public.organisations_post(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_substitute
    ADD CONSTRAINT accounts_substitute_user_id_c02ac8da_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_person_id_6f9b1782_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_webhooksubscription
    ADD CONSTRAINT accounts_webhooksubs_client_id_c466d643_fk_accounts_ FOREIGN KEY (client_id) REFERENCES public.accounts_apiclient(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_proposal
    ADD CONSTRAINT approvals_proposal_decided_by_id_6941561c_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_proposal
    ADD CONSTRAINT approvals_proposal_proposed_by_id_c153efd0_fk_accounts_user_id FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_rehearsal
    ADD CONSTRAINT approvals_rehearsal_asked_by_id_c73c0bfa_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_rehearsal
    ADD CONSTRAINT approvals_rehearsal_proposal_id_5db28db8_fk_approvals FOREIGN KEY (proposal_id) REFERENCES public.approvals_proposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.approvals_sketch
    ADD CONSTRAINT approvals_sketch_owner_id_e87daf1b_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.archiving_archivepackage
    ADD CONSTRAINT archiving_archivepac_asked_by_id_1d2159b3_fk_accounts_ FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.archiving_archivepackage
    ADD CONSTRAINT archiving_archivepac_dossier_id_58248077_fk_dossiers_ FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.archiving_archivepackage
    ADD CONSTRAINT archiving_archivepac_file_id_6a3efc44_fk_files_sto FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.archiving_retention
    ADD CONSTRAINT archiving_retention_dossier_id_10f29876_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.archiving_retention
    ADD CONSTRAINT archiving_retention_rule_id_facb708c_fk_archiving FOREIGN KEY (rule_id) REFERENCES public.archiving_retentionrule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_era_fkey FOREIGN KEY (era) REFERENCES public.audit_era(number);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_book
    ADD CONSTRAINT certifying_book_agency_id_c390353b_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_certification
    ADD CONSTRAINT certifying_certifica_agency_id_e9e20f0a_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_certification
    ADD CONSTRAINT certifying_certifica_annulled_by_id_0a2db8a3_fk_accounts_ FOREIGN KEY (annulled_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_certification
    ADD CONSTRAINT certifying_certifica_request_id_3b33ea73_fk_certifyin FOREIGN KEY (request_id) REFERENCES public.certifying_request(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroni_asked_by_id_53c6a2f1_fk_accounts_ FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroni_certification_id_6a26a51a_fk_certifyin FOREIGN KEY (certification_id) REFERENCES public.certifying_certification(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroni_file_id_0bc7457b_fk_files_sto FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroni_issued_by_id_630a5ede_fk_accounts_ FOREIGN KEY (issued_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroni_scan_id_b0eb3a22_fk_files_sto FOREIGN KEY (scan_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroni_scanned_by_id_21573454_fk_accounts_ FOREIGN KEY (scanned_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_electroniccopy
    ADD CONSTRAINT certifying_electroni_signed_by_id_e63eb745_fk_accounts_ FOREIGN KEY (signed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_request
    ADD CONSTRAINT certifying_request_agency_id_0f9d6d19_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_request
    ADD CONSTRAINT certifying_request_by_id_c2ac0520_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_request
    ADD CONSTRAINT certifying_request_identity_id_36c81bb6_fk_accounts_ FOREIGN KEY (identity_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.certifying_request
    ADD CONSTRAINT certifying_request_unit_id_25203355_fk_organisations_agency_id FOREIGN KEY (unit_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_answer
    ADD CONSTRAINT difficulties_answer_agency_id_0bb30d34_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_answer
    ADD CONSTRAINT difficulties_answer_by_id_f96e6ec7_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_answer
    ADD CONSTRAINT difficulties_answer_procedure_id_381f2eb2_fk_procedure FOREIGN KEY (procedure_id) REFERENCES public.procedures_procedure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_difficulty
    ADD CONSTRAINT difficulties_difficu_answer_id_442f4fdf_fk_difficult FOREIGN KEY (answer_id) REFERENCES public.difficulties_answer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_difficulty
    ADD CONSTRAINT difficulties_difficu_dossier_id_dd6b035c_fk_dossiers_ FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_difficulty
    ADD CONSTRAINT difficulties_difficu_procedure_id_8ecfbb94_fk_procedure FOREIGN KEY (procedure_id) REFERENCES public.procedures_procedure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_difficulty
    ADD CONSTRAINT difficulties_difficu_responsible_id_16b6c6af_fk_organisat FOREIGN KEY (responsible_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_difficulty
    ADD CONSTRAINT difficulties_difficu_unit_id_142fe1bb_fk_organisat FOREIGN KEY (unit_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.difficulties_difficulty
    ADD CONSTRAINT difficulties_difficulty_by_id_7fbaad80_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_answers
    ADD CONSTRAINT dossiers_answers_dossier_id_13c371e0_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_bundlepart
    ADD CONSTRAINT dossiers_bundlepart_agency_id_a8ab3580_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_bundlepart
    ADD CONSTRAINT dossiers_bundlepart_bundle_id_5eaf3566_fk_dossiers_dossier_id FOREIGN KEY (bundle_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_bundlepart
    ADD CONSTRAINT dossiers_bundlepart_version_id_017d154d_fk_procedure FOREIGN KEY (version_id) REFERENCES public.procedures_procedureversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_calltry
    ADD CONSTRAINT dossiers_calltry_telling_id_04008854_fk_dossiers_telling_id FOREIGN KEY (telling_id) REFERENCES public.dossiers_telling(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_clockstop
    ADD CONSTRAINT dossiers_clockstop_dossier_id_d99cb088_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_codecounter
    ADD CONSTRAINT dossiers_codecounter_agency_id_14bf0629_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_answered_by_id_4d4387d4_fk_accounts_user_id FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_asked_by_id_ff8d5d29_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_draft_id_e814d5cf_fk_dossiers_draft_id FOREIGN KEY (draft_id) REFERENCES public.dossiers_draft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_file_id_8d4f6372_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_consent
    ADD CONSTRAINT dossiers_consent_number_id_9f39b5fc_fk_accounts_sealednumber_id FOREIGN KEY (number_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_custody
    ADD CONSTRAINT dossiers_custody_agency_id_67c205e2_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_custody
    ADD CONSTRAINT dossiers_custody_by_id_a1abca16_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_custody
    ADD CONSTRAINT dossiers_custody_paper_id_f39b3fc1_fk_dossiers_paper_id FOREIGN KEY (paper_id) REFERENCES public.dossiers_paper(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_custody
    ADD CONSTRAINT dossiers_custody_taken_by_id_4798fb15_fk_accounts_user_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_dossier_id_41842af7_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_event_id_d6687343_fk_dossiers_dossierevent_id FOREIGN KEY (event_id) REFERENCES public.dossiers_dossierevent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_made_by_id_8e1c96f4_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_new_result_id_a0e6515e_fk_dossiers_result_id FOREIGN KEY (new_result_id) REFERENCES public.dossiers_result(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_decision
    ADD CONSTRAINT dossiers_decision_result_id_a42bf129_fk_dossiers_result_id FOREIGN KEY (result_id) REFERENCES public.dossiers_result(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_delivery
    ADD CONSTRAINT dossiers_delivery_by_id_0be3be9a_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_delivery
    ADD CONSTRAINT dossiers_delivery_evidence_id_2021040b_fk_files_storedfile_id FOREIGN KEY (evidence_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_delivery
    ADD CONSTRAINT dossiers_delivery_identity_id_fb6d6193_fk_accounts_ FOREIGN KEY (identity_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_delivery
    ADD CONSTRAINT dossiers_delivery_result_id_0fd86f91_fk_dossiers_result_id FOREIGN KEY (result_id) REFERENCES public.dossiers_result(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_digitisation
    ADD CONSTRAINT dossiers_digitisatio_accepted_by_id_f541194d_fk_accounts_ FOREIGN KEY (accepted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_digitisation
    ADD CONSTRAINT dossiers_digitisatio_identity_id_4b4b3931_fk_accounts_ FOREIGN KEY (identity_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_digitisation
    ADD CONSTRAINT dossiers_digitisatio_reused_paper_id_23f36ca4_fk_dossiers_ FOREIGN KEY (reused_paper_id) REFERENCES public.dossiers_paper(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_digitisation
    ADD CONSTRAINT dossiers_digitisatio_reused_result_id_991848da_fk_dossiers_ FOREIGN KEY (reused_result_id) REFERENCES public.dossiers_result(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_digitisation
    ADD CONSTRAINT dossiers_digitisation_paper_id_714848fb_fk_dossiers_paper_id FOREIGN KEY (paper_id) REFERENCES public.dossiers_paper(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_assignee_id_127f79ea_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_competent_agency_id_a13707a3_fk_organisat FOREIGN KEY (competent_agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_helped_at_id_12e661ec_fk_organisat FOREIGN KEY (helped_at_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_instance_id_a8bfdaef_fk_workflow_instance_id FOREIGN KEY (instance_id) REFERENCES public.workflow_instance(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_received_at_id_92c2b137_fk_organisat FOREIGN KEY (received_at_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dossier
    ADD CONSTRAINT dossiers_dossier_version_id_8589a504_fk_procedure FOREIGN KEY (version_id) REFERENCES public.procedures_procedureversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dossierevent
    ADD CONSTRAINT dossiers_dossiereven_dossier_id_90237d93_fk_dossiers_ FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_draft
    ADD CONSTRAINT dossiers_draft_person_id_56e3a755_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_draft
    ADD CONSTRAINT dossiers_draft_user_id_59b69a05_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_draft
    ADD CONSTRAINT dossiers_draft_version_id_8aa373ff_fk_procedure FOREIGN KEY (version_id) REFERENCES public.procedures_procedureversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_draftfile
    ADD CONSTRAINT dossiers_draftfile_draft_id_c766a51a_fk_dossiers_draft_id FOREIGN KEY (draft_id) REFERENCES public.dossiers_draft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_draftfile
    ADD CONSTRAINT dossiers_draftfile_file_id_9138ca51_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_dueadjustment
    ADD CONSTRAINT dossiers_dueadjustme_dossier_id_117ad286_fk_dossiers_ FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_emergency
    ADD CONSTRAINT dossiers_emergency_dossier_id_c881feca_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_emergency
    ADD CONSTRAINT dossiers_emergency_reviewed_by_id_4536be25_fk_accounts_user_id FOREIGN KEY (reviewed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_emergency
    ADD CONSTRAINT dossiers_emergency_user_id_77e3d1c3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_export
    ADD CONSTRAINT dossiers_export_file_id_3a0ab18b_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_export
    ADD CONSTRAINT dossiers_export_user_id_3318d190_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_externalstanding
    ADD CONSTRAINT dossiers_externalsta_dossier_id_eac4b6ca_fk_dossiers_ FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_feereceipt
    ADD CONSTRAINT dossiers_feereceipt_annulled_by_id_2e85f653_fk_accounts_user_id FOREIGN KEY (annulled_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_feereceipt
    ADD CONSTRAINT dossiers_feereceipt_dossier_id_6e446d1b_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_feereceipt
    ADD CONSTRAINT dossiers_feereceipt_taken_by_id_5baa346e_fk_accounts_user_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_feereceipt
    ADD CONSTRAINT dossiers_feereceipt_unit_id_28cd63ee_fk_organisations_agency_id FOREIGN KEY (unit_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_filingkey
    ADD CONSTRAINT dossiers_filingkey_dossier_id_5b3d15e1_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_filingkey
    ADD CONSTRAINT dossiers_filingkey_user_id_19587ce3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_formsignature
    ADD CONSTRAINT dossiers_formsignatu_form_id_7454ccd0_fk_dossiers_ FOREIGN KEY (form_id) REFERENCES public.dossiers_givenform(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_givenform
    ADD CONSTRAINT dossiers_givenform_dossier_id_fc0a7bc6_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_givenform
    ADD CONSTRAINT dossiers_givenform_event_id_33c77b13_fk_dossiers_ FOREIGN KEY (event_id) REFERENCES public.dossiers_dossierevent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_givenform
    ADD CONSTRAINT dossiers_givenform_file_id_15afe361_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_handedover
    ADD CONSTRAINT dossiers_handedover_dossier_id_ef060256_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_handedover
    ADD CONSTRAINT dossiers_handedover_hand_over_id_f885f6f7_fk_dossiers_ FOREIGN KEY (hand_over_id) REFERENCES public.dossiers_handover(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_handover
    ADD CONSTRAINT dossiers_handover_given_by_id_f8f69808_fk_accounts_user_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_handover
    ADD CONSTRAINT dossiers_handover_giver_id_df38a777_fk_organisations_agency_id FOREIGN KEY (giver_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_handover
    ADD CONSTRAINT dossiers_handover_receiver_id_c9b725ef_fk_organisat FOREIGN KEY (receiver_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_handover
    ADD CONSTRAINT dossiers_handover_taken_by_id_f8a4b712_fk_accounts_user_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_lastingfile
    ADD CONSTRAINT dossiers_lastingfile_dossier_id_3803bff8_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_lastingfile
    ADD CONSTRAINT dossiers_lastingfile_file_id_19bb73eb_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_leg
    ADD CONSTRAINT dossiers_leg_agency_id_906da80f_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_leg
    ADD CONSTRAINT dossiers_leg_dossier_id_2c3ec5f6_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_leg
    ADD CONSTRAINT dossiers_leg_given_by_id_5651a3eb_fk_accounts_user_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_leg
    ADD CONSTRAINT dossiers_leg_taken_by_id_024e0bff_fk_accounts_user_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_letter
    ADD CONSTRAINT dossiers_letter_dossier_id_d7007cdc_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_lettersignature
    ADD CONSTRAINT dossiers_lettersigna_agency_id_10cb3aae_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_lettersignature
    ADD CONSTRAINT dossiers_lettersigna_asked_by_id_f62eb37c_fk_accounts_ FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_lettersignature
    ADD CONSTRAINT dossiers_lettersigna_signed_by_id_e079cbe3_fk_accounts_ FOREIGN KEY (signed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_lettersignature
    ADD CONSTRAINT dossiers_lettersigna_version_id_7428f358_fk_dossiers_ FOREIGN KEY (version_id) REFERENCES public.dossiers_letterversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_letterversion
    ADD CONSTRAINT dossiers_letterversion_file_id_92cf0b90_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_letterversion
    ADD CONSTRAINT dossiers_letterversion_letter_id_a4e32f85_fk_dossiers_letter_id FOREIGN KEY (letter_id) REFERENCES public.dossiers_letter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_letterversion
    ADD CONSTRAINT dossiers_letterversion_saved_by_id_de6c044a_fk_accounts_user_id FOREIGN KEY (saved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_note
    ADD CONSTRAINT dossiers_note_by_id_addf1e4a_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_note
    ADD CONSTRAINT dossiers_note_dossier_id_0400fce3_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_numberbook
    ADD CONSTRAINT dossiers_numberbook_agency_id_7336e05e_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinion
    ADD CONSTRAINT dossiers_opinion_asked_by_id_7d76bf38_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinion
    ADD CONSTRAINT dossiers_opinion_dossier_id_70e46fa9_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinion
    ADD CONSTRAINT dossiers_opinion_recipient_id_4b37ed95_fk_organisat FOREIGN KEY (recipient_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinion
    ADD CONSTRAINT dossiers_opinion_waived_by_id_8c0971b4_fk_accounts_user_id FOREIGN KEY (waived_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT dossiers_opinionansw_earlier_id_17794f78_fk_dossiers_ FOREIGN KEY (earlier_id) REFERENCES public.dossiers_opinionanswer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT dossiers_opinionansw_opinion_id_6c082748_fk_dossiers_ FOREIGN KEY (opinion_id) REFERENCES public.dossiers_opinion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT dossiers_opinionanswer_file_id_02301ba7_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_opinionanswer
    ADD CONSTRAINT dossiers_opinionanswer_given_by_id_762fa2cc_fk_accounts_user_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_paper
    ADD CONSTRAINT dossiers_paper_dossier_id_7f1e1888_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_paperfile
    ADD CONSTRAINT dossiers_paperfile_file_id_94f62f24_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_paperfile
    ADD CONSTRAINT dossiers_paperfile_paper_id_384732fc_fk_dossiers_paper_id FOREIGN KEY (paper_id) REFERENCES public.dossiers_paper(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_papertaken
    ADD CONSTRAINT dossiers_papertaken_by_id_cae28876_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_papertaken
    ADD CONSTRAINT dossiers_papertaken_decision_id_f4c18bc6_fk_procedure FOREIGN KEY (decision_id) REFERENCES public.procedures_paperless(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_papertaken
    ADD CONSTRAINT dossiers_papertaken_dossier_id_0de2e7ac_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_party
    ADD CONSTRAINT dossiers_party_dossier_id_00a98441_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_party
    ADD CONSTRAINT dossiers_party_identity_id_ba2d1921_fk_accounts_sealednumber_id FOREIGN KEY (identity_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_party
    ADD CONSTRAINT dossiers_party_person_id_4882a4fb_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_populationcheck
    ADD CONSTRAINT dossiers_populationc_agency_id_37ae0a63_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_populationcheck
    ADD CONSTRAINT dossiers_populationc_dossier_id_be98b358_fk_dossiers_ FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_populationcheck
    ADD CONSTRAINT dossiers_populationcheck_by_id_503df4e6_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_postreturn
    ADD CONSTRAINT dossiers_postreturn_by_id_958a9e49_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_postreturn
    ADD CONSTRAINT dossiers_postreturn_given_by_id_fc5c28ba_fk_accounts_user_id FOREIGN KEY (given_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_postreturn
    ADD CONSTRAINT dossiers_postreturn_identity_id_228db59e_fk_accounts_ FOREIGN KEY (identity_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_postreturn
    ADD CONSTRAINT dossiers_postreturn_result_id_896538b9_fk_dossiers_result_id FOREIGN KEY (result_id) REFERENCES public.dossiers_result(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_dossier_id_36719d98_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_draft_id_56a80f64_fk_files_storedfile_id FOREIGN KEY (draft_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_file_id_aa3afb3b_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_result
    ADD CONSTRAINT dossiers_result_signer_id_62fc99ff_fk_accounts_user_id FOREIGN KEY (signer_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_scan
    ADD CONSTRAINT dossiers_scan_came_by_id_9c05f1ec_fk_accounts_user_id FOREIGN KEY (came_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_scan
    ADD CONSTRAINT dossiers_scan_dossier_id_788357f9_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_scan
    ADD CONSTRAINT dossiers_scan_file_id_5567e688_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_scan
    ADD CONSTRAINT dossiers_scan_unit_id_504325d9_fk_organisations_agency_id FOREIGN KEY (unit_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_supplementrequest
    ADD CONSTRAINT dossiers_supplementr_dossier_id_9e3c5dda_fk_dossiers_ FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_telling
    ADD CONSTRAINT dossiers_telling_agency_id_4433c15a_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_telling
    ADD CONSTRAINT dossiers_telling_dossier_id_212c54a2_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_telling
    ADD CONSTRAINT dossiers_telling_event_id_f7945aaa_fk_dossiers_dossierevent_id FOREIGN KEY (event_id) REFERENCES public.dossiers_dossierevent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dossiers_telling
    ADD CONSTRAINT dossiers_telling_request_id_83f0a2d7_fk_dossiers_ FOREIGN KEY (request_id) REFERENCES public.dossiers_supplementrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.files_upload
    ADD CONSTRAINT files_upload_file_id_1d6074eb_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.files_uploadpart
    ADD CONSTRAINT files_uploadpart_upload_id_e898598d_fk_files_upload_id FOREIGN KEY (upload_id) REFERENCES public.files_upload(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.holdings_correction
    ADD CONSTRAINT holdings_correction_agency_id_a2b4ebbc_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.holdings_correction
    ADD CONSTRAINT holdings_correction_answered_by_id_6f3950af_fk_accounts_user_id FOREIGN KEY (answered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.holdings_correction
    ADD CONSTRAINT holdings_correction_dossier_id_72bb617a_fk_dossiers_dossier_id FOREIGN KEY (dossier_id) REFERENCES public.dossiers_dossier(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.holdings_correction
    ADD CONSTRAINT holdings_correction_user_id_f48fccb9_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.holdings_owncopy
    ADD CONSTRAINT holdings_owncopy_file_id_bca1488e_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.holdings_owncopy
    ADD CONSTRAINT holdings_owncopy_user_id_8d00c6ee_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_person_id_94368381_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notices_officialnotice
    ADD CONSTRAINT notices_officialnotice_user_id_9b32003b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_administrativeunit
    ADD CONSTRAINT organisations_admini_parent_id_ca33b87a_fk_organisat FOREIGN KEY (parent_id) REFERENCES public.organisations_administrativeunit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_agencysymbol
    ADD CONSTRAINT organisations_agency_agency_id_d35f2ec7_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_area_id_df2865af_fk_organisat FOREIGN KEY (area_id) REFERENCES public.organisations_administrativeunit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_calendar_id_c054ef48_fk_worktime_ FOREIGN KEY (calendar_id) REFERENCES public.worktime_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_one_stop_id_00f5e136_fk_organisat FOREIGN KEY (one_stop_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_parent_id_7d44d93a_fk_organisat FOREIGN KEY (parent_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_post
    ADD CONSTRAINT organisations_post_agency_id_4f13f5fd_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT organisations_succes_new_id_4bf043cf_fk_organisat FOREIGN KEY (new_id) REFERENCES public.organisations_administrativeunit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_succession
    ADD CONSTRAINT organisations_succes_old_id_f8a1026f_fk_organisat FOREIGN KEY (old_id) REFERENCES public.organisations_administrativeunit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procedures_paperless
    ADD CONSTRAINT procedures_paperless_procedure_id_e2c87641_fk_procedure FOREIGN KEY (procedure_id) REFERENCES public.procedures_procedure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procedures_procedureversion
    ADD CONSTRAINT procedures_procedure_procedure_id_8362303d_fk_procedure FOREIGN KEY (procedure_id) REFERENCES public.procedures_procedure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procedures_procedureversion
    ADD CONSTRAINT procedures_procedure_process_id_192a2c1d_fk_workflow_ FOREIGN KEY (process_id) REFERENCES public.workflow_processdefinition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_agency_id_4a8d6b05_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_file_id_63d61e76_fk_files_storedfile_id FOREIGN KEY (file_id) REFERENCES public.files_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_owner_number_id_5ea9e884_fk_accounts_sealednumber_id FOREIGN KEY (owner_number_id) REFERENCES public.accounts_sealednumber(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_owner_person_id_c16d9e9d_fk_accounts_person_id FOREIGN KEY (owner_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_item
    ADD CONSTRAINT vault_item_replaced_by_id_117fef43_fk_vault_item_id FOREIGN KEY (replaced_by_id) REFERENCES public.vault_item(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_reuse
    ADD CONSTRAINT vault_reuse_agency_id_01c12aa2_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_reuse
    ADD CONSTRAINT vault_reuse_item_id_e4bedde8_fk_vault_item_id FOREIGN KEY (item_id) REFERENCES public.vault_item(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_share
    ADD CONSTRAINT vault_share_item_id_6670aa15_fk_vault_item_id FOREIGN KEY (item_id) REFERENCES public.vault_item(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.vault_sharelook
    ADD CONSTRAINT vault_sharelook_share_id_0bd70a02_fk_vault_share_id FOREIGN KEY (share_id) REFERENCES public.vault_share(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhooks_delivery_event_id_b6f5af91_fk_dossiers_dossierevent_id FOREIGN KEY (event_id) REFERENCES public.dossiers_dossierevent(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhooks_delivery
    ADD CONSTRAINT webhooks_delivery_subscription_id_f436ed71_fk_accounts_ FOREIGN KEY (subscription_id) REFERENCES public.accounts_webhooksubscription(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workflow_instance
    ADD CONSTRAINT workflow_instance_definition_id_da43ce7c_fk_workflow_ FOREIGN KEY (definition_id) REFERENCES public.workflow_processdefinition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workflow_savedlist
    ADD CONSTRAINT workflow_savedlist_user_id_c17e10aa_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workflow_task
    ADD CONSTRAINT workflow_task_agency_id_3433ead4_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workflow_task
    ADD CONSTRAINT workflow_task_assignee_id_2342ebf5_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workflow_task
    ADD CONSTRAINT workflow_task_done_by_id_009c81ef_fk_accounts_user_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workflow_task
    ADD CONSTRAINT workflow_task_instance_id_56d0a989_fk_workflow_instance_id FOREIGN KEY (instance_id) REFERENCES public.workflow_instance(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.worktime_period
    ADD CONSTRAINT worktime_period_calendar_id_8a92a9b8_fk_worktime_calendar_id FOREIGN KEY (calendar_id) REFERENCES public.worktime_calendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.worktime_specialday
    ADD CONSTRAINT worktime_specialday_calendar_id_1b2f2321_fk_worktime_ FOREIGN KEY (calendar_id) REFERENCES public.worktime_calendar(id) DEFERRABLE INITIALLY DEFERRED;
