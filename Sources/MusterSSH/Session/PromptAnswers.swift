import CSSH2

/// Answers keyboard-interactive prompts: hidden ones with the password, the others with nothing.
final class PromptAnswers {
    private let password: String
    /// A server may ask again and again; after this many the answers are empty.
    private var left = 3

    init(password: String) { self.password = password }

    fileprivate func answer(isHidden: Bool) -> String {
        guard isHidden, left > 0 else { return "" }
        left -= 1
        return password
    }
}

/// Passed to `libssh2_userauth_keyboard_interactive_ex`.
func answerForSession(
    _ name: UnsafePointer<CChar>?, _ nameLength: Int32, _ instruction: UnsafePointer<CChar>?,
    _ instructionLength: Int32, _ count: Int32, _ prompts: UnsafePointer<LIBSSH2_USERAUTH_KBDINT_PROMPT>?,
    _ responses: UnsafeMutablePointer<LIBSSH2_USERAUTH_KBDINT_RESPONSE>?,
    _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) {
    guard let answers = Wire.from(context).answers, let prompts, let responses else { return }
    for index in 0..<Int(count) {
        let text = answers.answer(isHidden: prompts[index].echo == 0)
        let copy = muster_ssh2_copy(text, text.utf8.count)
        responses[index].text = copy?.assumingMemoryBound(to: CChar.self)
        responses[index].length = copy == nil ? 0 : UInt32(text.utf8.count)
    }
}
