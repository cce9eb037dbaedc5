# Sourced by cases: every format of one run into ../reports, then read by check_report.py.
all_reports() {
	local format outputs=()

	mkdir -p ../reports
	for format in json jsonl sarif gitlab rdjson junit github markdown html; do
		outputs+=(-o "$format:../reports/audit.$format")
	done
	"$CANONRY" audit "${outputs[@]}" "$@" >../reports/text
	echo "exit code $?"
	case " $* " in
		*" --show-suppressed "*) python3 "$CASES"/check_report.py ../reports . --show-suppressed ;;
		*) python3 "$CASES"/check_report.py ../reports . ;;
	esac
}
